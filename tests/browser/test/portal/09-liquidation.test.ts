import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { rowOfNode } from "../support/flows.ts";
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
});
