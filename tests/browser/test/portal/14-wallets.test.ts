import { numberToHex } from "viem";
import { expect } from "vitest";
import { prepareSpare, signAlone, untilFinal } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

const ELSEWHERE = 42_161;

test("a wallet that sends several calls as one registers a node with a single question", async ({ open, devnet }) => {
  const { wallet, page } = await openWallet({ open, devnet }, { sesh: 25_000, batches: true });
  await page.goto(await prepareSpare(devnet, wallet.address));
  wallet.refuseNext();
  await signAlone(page);
  await page.getByText("You declined in your wallet, so nothing was sent.").waitFor();
  expect(wallet.asked).toEqual(["wallet_sendCalls"]);

  await page.getByRole("button", { name: "Register the node" }).click();
  await untilFinal(page);
  await page.getByText(/^Node \d+ is registered$/).waitFor();
  expect(wallet.asked).toEqual(["wallet_sendCalls", "wallet_sendCalls"]);
  expect(wallet.sent).toHaveLength(1);
  // The approval and what needs it.
  expect(wallet.given.map(({ chainId }) => chainId)).toEqual(Array(2).fill(numberToHex(devnet.chainId)));
  expect(await devnet.seshOf(wallet.address)).toBe(0n);
});

test("must-not-repeat 4.4: a wallet on another chain sends nothing, and is offered the switch", async ({
  open,
  devnet,
}) => {
  const { wallet, page } = await openWallet({ open, devnet }, { sesh: 25_000, startsOn: ELSEWHERE });
  await page.goto(await prepareSpare(devnet, wallet.address));
  await page.getByText("Its keys are proved, checked in this browser").waitFor();
  await page.getByRole("button", { name: "Sign with these" }).click();
  const register = page.getByRole("button", { name: "Register the node" });
  await page.getByText("Switch it to", { exact: false }).waitFor();
  expect(await register.isDisabled()).toBe(true);

  await page.getByRole("button", { name: /^Switch to / }).click();
  await expect.poll(() => register.isEnabled()).toBe(true);

  // The person chooses another chain while the wallet shows the first of the two signatures.
  wallet.meanwhile(() => wallet.switchTo(ELSEWHERE), "eth_signTypedData_v4");
  await register.click();
  await page.getByText(/Nothing can be sent until it is on/).waitFor();
  expect(await register.isDisabled()).toBe(true);
  expect(wallet.asked).toEqual(["eth_signTypedData_v4"]);
  expect(wallet.sent).toEqual([]);
});

test("the token is added to the wallet, or not, as the person says", async ({ open, devnet }) => {
  const { wallet, page } = await openWallet({ open, devnet });
  await page.goto("/settings");
  const add = page.getByRole("button", { name: "Add SESH to your wallet" });
  wallet.refuseNext();
  await add.click();
  await page.getByText("You declined in your wallet, so nothing was sent.").waitFor();
  await add.click();
  await page.getByText("Your wallet shows SESH now.").waitFor();
  expect(wallet.asked).toEqual(["wallet_watchAsset", "wallet_watchAsset"]);
});
