import type { Locator, Page } from "playwright-core";
import type { Devnet } from "./devnet.ts";

/** Waits until the transaction on the page is past undoing. */
export async function untilFinal(page: Page): Promise<void> {
  const steps = page.getByRole("list", { name: "Progress of the transaction" });
  await steps
    .getByRole("listitem")
    .filter({ hasText: /Final on the/ })
    .filter({ hasText: "done" })
    .waitFor();
}

/** Prepares a spare node for an account, as its operator does on its machine. @returns the page on which it is registered */
export async function prepareSpare(devnet: Devnet, operator: string): Promise<string> {
  return `/register/${await devnet.prepareNode(await devnet.spares.findFree(), operator)}`;
}

/** The wizard of a prepared node with everything as it is suggested, one staked alone; from its last step, if it stands there. */
export async function signAlone(page: Page): Promise<void> {
  const register = page.getByRole("button", { name: /Register the node$/ });
  const express = page.getByRole("button", { name: "Sign with these" });
  await register.or(express).first().waitFor();
  if (!(await register.isVisible())) {
    await page.getByText("Its keys are proved, checked in this browser").waitFor();
    await express.click();
  }
  await page.getByText(/^Network fee (about|less than)/).waitFor();
  await register.click();
}

/** The row of a table that is about a node. */
export function rowOfNode(page: Page, id: number): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name: String(id), exact: true }) });
}
