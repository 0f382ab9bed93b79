import type { Page } from "playwright-core";

/** Connects the wallet that is offered under a name, as a person does: by what the page says. */
async function connect(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Disconnect" }).waitFor();
}

export async function connectBurner(page: Page): Promise<void> {
  await connect(page, /^Burner wallet/);
}

export async function connectTestWallet(page: Page): Promise<void> {
  await connect(page, /^Test wallet/);
}

/** Test tokens by the faucet's page; the wallet must be connected. */
export async function takeFromFaucet(page: Page, sesh?: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "Faucet" }).click();
  if (sesh !== undefined) await page.getByLabel("How much").fill(sesh);
  await page.getByRole("button", { name: "Get test tokens" }).click();
  await page.getByText("and some ETH are on your account").waitFor();
}
