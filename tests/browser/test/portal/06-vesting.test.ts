import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { prepareSpare, signAlone } from "../support/flows.ts";
import { countNavRows } from "../support/layout.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

test("a vesting contract stakes for a node while it acts for its wallet", async ({ open, devnet, faults }) => {
  const { wallet, page } = await openWallet({ open, devnet }, { privateKey: devnet.account("staker").privateKey });
  const vesting = devnet.contract("tokenVestingStaking");
  await page.goto("/vesting");
  await page.getByRole("button", { name: "Act as this contract" }).first().click();
  await page.getByText("acts for you").waitFor();
  const size = page.viewportSize() ?? { width: 1_440, height: 900 };
  for (const width of [1_024, 1_280, 1_440]) {
    await page.setViewportSize({ ...size, width });
    expect(await countNavRows(page), `with who acts beside them, at ${width} px`).toBe(1);
  }
  await page.setViewportSize(size);

  const wizard = await prepareSpare(devnet, vesting);
  const register = page.getByRole("button", { name: /Register the node$/ });
  await disturb(
    { page, wallet, devnet, faults },
    {
      arrive: async () => {
        await page.goto(wizard);
        await register.or(page.getByText("It was prepared for your account")).first().waitFor();
      },
      press: () => signAlone(page),
      shown: () => page.getByText(/^Node \d+ is registered$/).waitFor(),
    },
  );

  await page.goto("/vesting");
  const stakes = page.getByRole("table", { name: "What it has staked" });
  await stakes.getByRole("row").filter({ hasText: "25,000" }).filter({ hasText: "active" }).first().waitFor();
  // The rewards are the wallet's own; the stake returns to the contract.
  await page.getByRole("button", { name: "Act as my wallet again" }).click();
  await page.getByRole("button", { name: "Act as this contract" }).first().waitFor();
});
