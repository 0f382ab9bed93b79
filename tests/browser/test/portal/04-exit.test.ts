import { expect } from "vitest";
import { rowOfNode, untilFinal } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet } from "../support/wallets.ts";

test("an operator asks for its node's exit, is told what happens, and gets the stake back", async ({
  open,
  devnet,
}) => {
  const { privateKey } = devnet.account("staker");
  const wallet = new TestWallet({ privateKey, rpcUrl: devnet.rpcUrl, chainId: devnet.chainId });
  const node = await devnet.registerSpare();
  const page = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(page);
  await page.getByRole("navigation").getByRole("link", { name: "My stakes" }).click();
  const row = rowOfNode(page, node.id);

  await row.getByRole("button", { name: "Request exit…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/^Exiting returns 25,000/).waitFor();
  const confirm = dialog.getByRole("button", { name: "Request the exit" });
  await confirm.click();
  await dialog.getByText("Tick this first: it can't be undone.").waitFor();
  await dialog.getByLabel("I have read this and want it.").check();
  await confirm.click();
  await dialog.waitFor({ state: "detached" });
  await untilFinal(page);

  const returning = row.getByRole("button", { name: "Return the stakes…" });
  await returning.waitFor();
  await expect.poll(() => returning.isEnabled()).toBe(true);
  const before = await devnet.seshOf(wallet.address);
  await returning.click();
  await dialog.getByText(/^This returns 25,000/).waitFor();
  await dialog.getByRole("button", { name: "Return the stakes" }).click();
  await dialog.waitFor({ state: "detached" });
  await untilFinal(page);
  expect((await devnet.seshOf(wallet.address)) - before).toBe(25_000n * 10n ** 9n);
  await row.waitFor({ state: "detached" });
});
