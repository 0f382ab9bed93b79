import { prepareSpare, signAlone, untilFinal } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet } from "../support/wallets.ts";

test("a vesting contract stakes for a node while it acts for its wallet", async ({ open, devnet }) => {
  const { privateKey } = devnet.account("staker");
  const wallet = new TestWallet({ privateKey, rpcUrl: devnet.rpcUrl, chainId: devnet.chainId });
  const vesting = devnet.contract("tokenVestingStaking");
  const page = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(page);
  await page.goto("/vesting");
  await page.getByRole("button", { name: "Act as this contract" }).click();
  await page.getByText("acts for you").waitFor();

  await page.goto(await prepareSpare(devnet, vesting));
  await page.getByText("It was prepared for your account").waitFor();
  await signAlone(page);
  await untilFinal(page);
  await page.getByText(/^Node \d+ is registered$/).waitFor();

  await page.goto("/vesting");
  const stakes = page.getByRole("table", { name: "What it has staked" });
  await stakes.getByRole("row").filter({ hasText: "25,000" }).filter({ hasText: "active" }).first().waitFor();
  // The rewards are the wallet's own; the stake returns to the contract.
  await page.getByRole("button", { name: "Act as my wallet again" }).click();
  await page.getByRole("button", { name: "Act as this contract" }).waitFor();
});
