import { expect } from "vitest";
import { test, WAIT_MS } from "../support/test.ts";
import { connectBurner, takeFromFaucet } from "../support/wallets.ts";

test("a newcomer without a wallet registers a node, sees it run, and claims its reward", async ({ open, devnet }) => {
  const page = await open();
  await page.getByRole("heading", { name: "The network now" }).waitFor();
  await page.getByText("APR without fee").waitFor();
  await connectBurner(page);
  await takeFromFaucet(page);

  await page.getByRole("navigation").getByRole("link", { name: "Run a node" }).click();
  await page.getByText("No node waits for you").waitFor();
  const command = await page.getByText(/^session-node register 0x/).textContent();
  const operator = command?.split(" ").at(-1) ?? "";
  await devnet.prepareNode(await devnet.findSpare(), operator);
  await page.getByRole("link", { name: "Register", exact: true }).click();

  await page.getByText("Your account holds the stake").waitFor();
  await page.getByRole("button", { name: "Register the node" }).click();
  const steps = page.getByRole("list", { name: "Progress of the transaction" });
  await steps.waitFor();
  // In the middle of it: the address of the page leads back.
  await page.reload();
  await steps.getByRole("listitem").filter({ hasText: "Final on the appchain" }).filter({ hasText: "done" }).waitFor();
  await page.getByRole("main").getByText("active", { exact: true }).waitFor();

  await page.getByRole("navigation").getByRole("link", { name: "My stakes" }).click();
  const claimAll = page.getByRole("button", { name: "Claim all" });
  await expect.poll(() => claimAll.isEnabled(), { timeout: WAIT_MS }).toBe(true);
  await claimAll.click();
  await page.getByText("were paid to you").waitFor();
});
