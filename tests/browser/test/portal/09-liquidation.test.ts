import { expect } from "vitest";
import { rowOfNode, untilFinal } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { connectBurner, takeFromFaucet } from "../support/wallets.ts";

// It moves the clocks of the whole devnet, by a minute.
test("a stranger takes out a node that didn't leave in time, and is paid for it", async ({ open, devnet }) => {
  const node = await devnet.registerSpare();
  await devnet.call("exit", node.name);
  const page = await open();
  await connectBurner(page);
  await takeFromFaucet(page, "10");
  await page.getByRole("navigation").getByRole("button", { name: "More" }).click();
  await page.getByRole("link", { name: "Liquidations" }).click();
  const row = rowOfNode(page, node.id);
  await row.waitFor();
  await devnet.passGrace(node.id);
  const start = row.getByRole("button", { name: "Liquidate…" });
  await expect.poll(() => start.isEnabled()).toBe(true);
  await start.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("I have read this and want it.").check();
  await dialog.getByRole("button", { name: "Liquidate", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await untilFinal(page);
  await row.waitFor({ state: "detached" });
});
