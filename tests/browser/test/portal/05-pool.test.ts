import type { Page } from "playwright-core";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { prepareSpare, untilFinal } from "../support/flows.ts";
import { agree, choosePool, editFee, factOf, openPool } from "../support/poolPage.ts";
import { test } from "../support/test.ts";
import { connectBurner, openWallet, takeFromFaucet } from "../support/wallets.ts";

const SESH = 10n ** 9n;
const HEIR = privateKeyToAddress(generatePrivateKey());

// One long test, since a pool's whole life takes one of the few spare nodes.
const LIMIT_MS = 1_200_000;

test("a pool is made, edited, opened, joined, cancelled, filled by a stranger and started, whatever goes wrong", {
  timeout: LIMIT_MS,
}, async ({ open, devnet, faults }) => {
  const operator = await openWallet({ open, devnet }, { sesh: 12_000 });
  const contributor = await openWallet({ open, devnet }, { sesh: 10_000 });
  const running = { ...operator, devnet, faults };
  const joining = { ...contributor, devnet, faults };
  const { page } = operator;
  const wizard = await prepareSpare(devnet, operator.wallet.address);

  // Made: no stake yet.
  const make = page.getByRole("button", { name: /Make the pool$/ });
  await disturb(running, {
    arrive: async () => {
      await page.goto(wizard);
      await make
        .or(page.getByRole("button", { name: "Choose step by step" }))
        .first()
        .waitFor();
      if (!(await make.isVisible())) await choosePool(page, { ownStake: "10000", fee: "5" });
    },
    press: () => make.click(),
    shown: () => page.getByRole("button", { name: "Contribute and open the pool" }).waitFor(),
  });
  const pool = await devnet.poolOf(operator.wallet.address);

  // Edited while nothing is inside, then opened by the operator's own part.
  const save = page.getByRole("button", { name: /Change the terms$/ });
  const edit = (fee: string) => async () => {
    await openPool(page, pool);
    await editFee(page, fee);
  };
  const contribute = async (page: Page, label: string, amount: string) => {
    await openPool(page, pool);
    await page.getByLabel(label, { exact: true }).fill(amount);
  };
  const openIt = page.getByRole("button", { name: /Contribute and open the pool$/ });
  await disturb(
    running,
    {
      arrive: edit("7.5"),
      press: () => save.click(),
      shown: () => factOf(page, "Operator fee", /^7\.5\s%$/).waitFor(),
    },
    {
      arrive: () => contribute(page, "Your contribution", "10000"),
      press: () => openIt.click(),
      shown: () => page.getByRole("heading", { name: "Your part" }).waitFor(),
    },
  );

  // Edited again: the operator's part goes out and in, in one transaction behind the approval.
  await edit("2")();
  const sentBefore = operator.wallet.sent.length;
  await save.click();
  await factOf(page, "Operator fee", /^2\s%$/).waitFor();
  expect(operator.wallet.sent).toHaveLength(sentBefore + 2);

  // Joined, topped up, its rewards sent elsewhere.
  const theirs = contributor.page;
  const join = theirs.getByRole("button", { name: /Join the pool$/ });
  const more = theirs.getByRole("button", { name: /Add to it$/ });
  const change = theirs.getByRole("button", { name: /Change the receiver$/ });
  await disturb(
    joining,
    {
      arrive: () => contribute(theirs, "Your contribution", "5000"),
      press: () => join.click(),
      shown: () => factOf(theirs, "Contributed", "5,000").waitFor(),
    },
    {
      arrive: () => contribute(theirs, "Add to your contribution", "1000"),
      press: () => more.click(),
      shown: () => factOf(theirs, "Contributed", "6,000").waitFor(),
    },
    {
      arrive: async () => {
        await openPool(theirs, pool);
        await theirs.getByRole("button", { name: "Send the rewards elsewhere" }).click();
        await theirs.getByRole("textbox", { name: "Rewards go to" }).first().fill(HEIR);
      },
      press: () => change.click(),
      shown: () => factOf(theirs, "Rewards go to", HEIR.slice(0, 6)).waitFor(),
    },
  );
  await theirs.getByText(/^You can take it back from/).waitFor();
  // The one term that may change with others inside.
  await openPool(page, pool);
  await page.getByRole("button", { name: "Start it myself" }).click();
  await factOf(page, "Starts", "when its operator starts it").waitFor();

  // Cancelled: everybody has everything back.
  const dialog = page.getByRole("dialog");
  await disturb(running, {
    arrive: async () => {
      await openPool(page, pool);
      await page.getByRole("button", { name: "Cancel the pool…" }).click();
      await dialog.getByText(/^Cancelling returns 10,000.*and 6,000.*to 1 other contributor at once\.$/).waitFor();
    },
    press: () => agree(page, "Return everything"),
    shown: () => openIt.waitFor(),
  });
  expect(await devnet.seshOf(operator.wallet.address)).toBe(12_000n * SESH);
  expect(await devnet.seshOf(contributor.wallet.address)).toBe(10_000n * SESH);

  // Opened again, and filled by a newcomer, who finds it in the list.
  await contribute(page, "Your contribution", "12000");
  await openIt.click();
  await untilFinal(page);
  const stranger = await open();
  await connectBurner(stranger);
  await takeFromFaucet(stranger, "20000");
  await stranger.getByRole("navigation").getByRole("link", { name: "Stake", exact: true }).click();
  const short = new RegExp(`${operator.wallet.address.slice(0, 8)}.*${operator.wallet.address.slice(-4)}`);
  await stranger.getByRole("row", { name: short }).getByRole("link", { name: "Join", exact: true }).click();
  await stranger.getByLabel("Your contribution", { exact: true }).waitFor();
  await stranger.getByRole("button", { name: /^Max/ }).click();
  await stranger.getByRole("button", { name: "Join the pool" }).click();
  await untilFinal(stranger);
  await stranger.getByText("Its operator starts it. Until then you can take your contribution back.").waitFor();

  // Started by hand.
  const start = page.getByRole("button", { name: /Start the node$/ });
  await disturb(running, {
    arrive: () => openPool(page, pool),
    press: () => start.click(),
  });
  for (const each of [stranger, page]) {
    await each.getByRole("heading", { name: "Its node" }).waitFor();
    await each.getByText(/^Node \d+$/).waitFor();
  }
  await stranger.getByRole("link", { name: /^Look at node/ }).click();
  await stranger.getByRole("heading", { name: /^Node \d+/ }).waitFor();
});
