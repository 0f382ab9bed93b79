import { expect } from "vitest";
import { rowOfNode } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

const STAKES = 50_000n * 10n ** 9n;

test("an operator of many takes two nodes out at once: refused, failed, stopped by a reload, and done", async ({
  open,
  devnet,
  faults,
}) => {
  const nodes = [await devnet.registerSpare(), await devnet.registerSpare()];
  const { wallet, page } = await openWallet({ open, devnet }, { privateKey: devnet.account("staker").privateKey });
  const dialog = page.getByRole("dialog");
  const queue = page.getByRole("region", { name: "Your queue" });
  const tick = async () => {
    for (const { id } of nodes) await page.getByLabel(`Select node ${id}`).check();
  };
  const ask = async () => {
    await page.goto("/stakes");
    await tick();
    await page.getByRole("button", { name: "Request 2 exits…" }).click();
    await dialog.getByText(/returns 50,000.*to you in/).waitFor();
    await dialog.getByLabel("I have read this and want it.").check();
  };

  await ask();
  wallet.refuseNext();
  await dialog.getByRole("button", { name: "Request the exits" }).click();
  await queue.getByText("Stopped. Nothing more is asked of your wallet until you go on.").waitFor();
  expect(wallet.sent).toEqual([]);
  wallet.starveNext();
  await queue.getByRole("button", { name: "Go on" }).click();
  await queue.getByText("The transaction was mined and failed: something came in between.").waitFor();

  // Reloaded while the wallet's window is open, without the indexer: the list is there again, and goes on.
  faults.expect(/net::ERR_/);
  wallet.meanwhile(async () => void (await devnet.call("kill", "indexer")));
  await queue.getByRole("button", { name: "Try the failed again" }).click();
  await expect.poll(() => wallet.sent.length).toBe(2);
  // What the page hasn't heard of it can't follow: it would wait to be told to go on.
  await queue.locator(`a[href$="${wallet.sent[1]}"]`).waitFor();
  await page.reload();
  await devnet.call("restart", "indexer");
  await queue.getByText("2 done, 0 failed, 0 to come").waitFor();
  for (const { id } of nodes) await queue.getByRole("link", { name: `Node ${id}` }).waitFor();
  await queue.getByRole("button", { name: "Close" }).click();

  // Their stakes come back together.
  for (const { id } of nodes) {
    const returning = rowOfNode(page, id).getByRole("button", { name: "Return the stakes…" });
    await expect.poll(() => returning.isEnabled().catch(() => false)).toBe(true);
  }
  const before = await devnet.seshOf(wallet.address);
  await tick();
  await page.getByRole("button", { name: "Return the stakes of 2 nodes…" }).click();
  await dialog.getByLabel("I have read this and want it.").check();
  await dialog.getByRole("button", { name: "Return the stakes" }).click();
  await queue.getByText("2 done, 0 failed, 0 to come").waitFor();
  expect((await devnet.seshOf(wallet.address)) - before).toBe(STAKES);
  for (const { id } of nodes) await rowOfNode(page, id).waitFor({ state: "detached" });
});
