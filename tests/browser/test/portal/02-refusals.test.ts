import { generatePrivateKey } from "viem/accounts";
import { expect } from "vitest";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet, takeFromFaucet } from "../support/wallets.ts";

test("who says no in the wallet loses nothing, is told so, and may say yes", async ({ open, devnet }) => {
  const { rpcUrl, chainId } = devnet;
  const wallet = new TestWallet({ privateKey: generatePrivateKey(), rpcUrl, chainId });
  const page = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(page);
  await takeFromFaucet(page, "30000");
  const ed25519 = await devnet.prepareNode(await devnet.findSpare(), wallet.address);
  await page.goto(`/register/${ed25519}`);
  const sign = page.getByRole("button", { name: "Register the node" });
  wallet.refuseNext();
  await sign.click();
  await page.getByText("You refused").waitFor();
  expect(wallet.asked).toHaveLength(1);
  await sign.click();
  await page.getByRole("list", { name: "Progress of the transaction" }).waitFor();
});
