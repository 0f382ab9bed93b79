import { expect } from "vitest";
import { signAlone, untilFinal } from "../support/flows.ts";
import { test, WAIT_MS } from "../support/test.ts";
import { connectBurner, takeFromFaucet } from "../support/wallets.ts";

test("a newcomer without a wallet registers a node, sees it run, and claims its reward", async ({ open, devnet }) => {
  const page = await open();
  await page.getByRole("heading", { name: "The network now" }).waitFor();
  await connectBurner(page);
  await takeFromFaucet(page, "30000");

  await page.getByRole("navigation").getByRole("link", { name: "Run a node" }).click();
  await page.getByText("No node waits for you").waitFor();
  const command = await page.getByText(/^session-node register 0x/).textContent();
  await devnet.prepareNode(await devnet.spares.findFree(), command?.split(" ").at(-1) ?? "");
  await page.getByRole("link", { name: "Register", exact: true }).click();
  await signAlone(page);
  await page.getByRole("list", { name: "Progress of the transaction" }).waitFor();

  // In the middle of it: the page's address leads back, on another device without any wallet, too.
  await page.reload();
  const elsewhere = await open();
  await elsewhere.goto(page.url());
  await Promise.all([page, elsewhere].map(untilFinal));
  for (const device of [page, elsewhere]) {
    await device.getByText(/^Node \d+ is registered$/).waitFor();
    await device.getByRole("main").getByText("active", { exact: true }).waitFor();
  }

  await page.getByRole("navigation").getByRole("link", { name: "My stakes" }).click();
  const claimAll = page.getByRole("button", { name: "Claim all" });
  await expect.poll(() => claimAll.isEnabled(), { timeout: WAIT_MS }).toBe(true);
  await claimAll.click();
  await page.getByText(/were paid to you$/).waitFor();
});
