import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Devnet } from "../../dev/devnet.ts";
import { openChromium } from "./support/chromium.ts";
import { findSpare, prepareNode, useDevnet } from "./support/network.ts";
import { servePortal } from "./support/portal.ts";

const WAIT_MS = 120_000;
let devnet: Devnet;
let portal: { url: string; close: () => Promise<void> };
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  devnet = await useDevnet();
  portal = await servePortal(devnet);
  browser = await openChromium();
  page = await (await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] })).newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

test("a newcomer without a wallet registers a node, sees it run, and claims its reward", async () => {
  await page.goto(portal.url);
  await page.getByRole("heading", { name: "The network now" }).waitFor();
  await page.getByText("APR without fee").waitFor();

  await page.getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("button", { name: /^Burner wallet/ }).click();
  await page.getByRole("button", { name: "Disconnect" }).waitFor();

  await page.getByRole("link", { name: "Faucet" }).click();
  await page.getByRole("button", { name: "Get test tokens" }).click();
  await page.getByText("and some ETH are on your account").waitFor();

  await page.getByRole("link", { name: "Run a node" }).first().click();
  await page.getByText("No node waits for you").waitFor();
  const command = await page.getByText(/^session-node register 0x/).textContent();
  const operator = command?.split(" ").at(-1) ?? "";
  await prepareNode(devnet, await findSpare(devnet), operator);
  await page.getByRole("link", { name: "Register", exact: true }).click();

  await page.getByText("Your account holds the stake").waitFor();
  await page.getByRole("button", { name: "Register the node" }).click();
  const steps = page.getByRole("list", { name: "Progress of the transaction" });
  await steps.waitFor();
  // In the middle of it: the address of the page leads back.
  await page.reload();
  await steps.getByRole("listitem").filter({ hasText: "Final on the appchain" }).filter({ hasText: "done" }).waitFor();
  await page.locator("main").getByText("active", { exact: true }).waitFor();

  await page.getByRole("link", { name: "My stakes" }).first().click();
  const claimAll = page.getByRole("button", { name: "Claim all" });
  await expect.poll(() => claimAll.isEnabled(), { timeout: WAIT_MS }).toBe(true);
  await claimAll.click();
  await page.getByText("were paid to you").waitFor();

  expect(faults).toEqual([]);
});
