import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { rowOfNode, untilFinal } from "../support/flows.ts";
import { agree } from "../support/poolPage.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

// It moves the clocks of the whole devnet, by a minute.
test("a stranger takes out a node that didn't leave in time, and is paid for it", async ({ open, devnet, faults }) => {
  const node = await devnet.registerSpare();
  await devnet.call("exit", node.name);
  const { wallet, page } = await openWallet({ open, devnet }, { sesh: 10 });
  await page.getByRole("navigation").getByRole("button", { name: "More" }).click();
  await page.getByRole("link", { name: "Liquidations" }).click();
  const row = rowOfNode(page, node.id);
  await row.waitFor();
  await devnet.passGrace(node.id);
  const start = row.getByRole("button", { name: "Liquidate…" });
  await expect.poll(() => start.isEnabled()).toBe(true);

  const before = await devnet.seshOf(wallet.address);
  const dialog = page.getByRole("dialog");
  await disturb(
    { page, wallet, devnet, faults },
    {
      arrive: async () => {
        await page.goto("/liquidations");
        await expect.poll(() => start.isEnabled().catch(() => false)).toBe(true);
      },
      press: async () => {
        if (!(await dialog.isVisible())) await start.click();
        await agree(page, "Liquidate");
      },
    },
  );
  expect(await devnet.seshOf(wallet.address)).toBeGreaterThan(before);
  await row.waitFor({ state: "detached" });

  // What is left of the stake was locked, and goes back to its owner.
  const owner = await openWallet({ open, devnet }, { privateKey: devnet.account("staker").privateKey });
  await owner.page.goto("/stakes");
  const withdraw = rowOfNode(owner.page, node.id).getByRole("button", { name: "Withdraw…" });
  await expect.poll(() => withdraw.isEnabled().catch(() => false)).toBe(true);
  const held = await devnet.seshOf(owner.wallet.address);
  await withdraw.click();
  const asked = owner.page.getByRole("dialog");
  await asked.getByText(/^The lock is over: this returns /).waitFor();
  await asked.getByRole("button", { name: "Withdraw", exact: true }).click();
  await untilFinal(owner.page);
  expect(await devnet.seshOf(owner.wallet.address)).toBeGreaterThan(held + 24_000n * 10n ** 9n);
  await rowOfNode(owner.page, node.id).waitFor({ state: "detached" });
});
