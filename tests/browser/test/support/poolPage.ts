import type { Locator, Page } from "playwright-core";

/** What an operator answers the wizard about a pool. */
export type PoolWishes = {
  /** Its own stake and the fee, as typed. */
  readonly ownStake: string;
  readonly fee: string;
  /** A place that is kept. */
  readonly reserved?: { readonly contributor: string; readonly amount: string };
  readonly startsByHand?: boolean;
};

/** The wizard of a prepared node, step by step, up to the button that makes the pool. */
export async function choosePool(page: Page, { ownStake, fee, reserved, startsByHand = false }: PoolWishes) {
  const goOn = page.getByRole("button", { name: "Continue", exact: true });
  await page.getByText("Its keys are proved, checked in this browser").waitFor();
  await page.getByRole("radio", { name: /^You with others/ }).check();
  await page.getByRole("button", { name: "Choose step by step" }).click();
  await page.getByLabel("Your own stake").fill(ownStake);
  if (reserved !== undefined) {
    await page.getByRole("button", { name: "Keep a place" }).click();
    await page.getByRole("textbox", { name: "Address" }).fill(reserved.contributor);
    await page.getByLabel("Keep at least").fill(reserved.amount);
  }
  if (startsByHand) await page.getByRole("radio", { name: /^I start it myself/ }).check();
  await goOn.click();
  await page.getByLabel(/^Your fee/).fill(fee);
  await goOn.click();
  await page.getByLabel(/^Rewards go to/).waitFor();
  await goOn.click();
  await page.getByRole("button", { name: "Make the pool" }).waitFor();
}

/** The figure or word under a label on the page. */
export function factOf(page: Page, label: string, value: string | RegExp): Locator {
  const labelled = page.getByRole("term").filter({ hasText: label });
  return page.locator("dl > div").filter({ has: labelled }).getByRole("definition").filter({ hasText: value });
}

/** A pool's page once it shows its terms. */
export async function openPool(page: Page, pool: string): Promise<void> {
  await page.goto(`/stake/${pool}`);
  await page.getByRole("heading", { name: "Terms", exact: true }).waitFor();
}

/** Opens what only the operator sees, at its fee. */
export async function editFee(page: Page, fee: string): Promise<void> {
  const change = page.getByRole("button", { name: "Change the terms" });
  await change.click();
  await page.getByLabel(/^Your fee/).fill(fee);
}

/** Agrees to a dialog's sentence and presses its button. */
export async function agree(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("I have read this and want it.").check();
  await dialog.getByRole("button", { name: button, exact: true }).click();
}
