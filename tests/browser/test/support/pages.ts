import type { Page } from "playwright-core";
import { checkAxe } from "./checkAxe.ts";
import { listOverflow, settle } from "./layout.ts";
import { takeScreenshot } from "./screenshots.ts";

export const HEIGHT = 900;

export type LookOptions = {
  /** Px; the first is that in which the page is opened. */
  readonly widths: readonly number[];
  readonly prefix?: string;
  /** Of the screenshots' names. */
  readonly suffix: string;
  /** Left out where only the layout is looked at. Default true. */
  readonly withAxe?: boolean;
};

/**
 * Opens each page, looks at it in all widths, and keeps screenshots.
 *
 * @param pages name → address
 * @returns a line for each fault: what axe finds, what is wider than the window
 */
export async function lookAtPages(
  page: Page,
  pages: Readonly<Record<string, string>>,
  { widths, prefix = "", suffix, withAxe = true }: LookOptions,
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, address] of Object.entries(pages)) {
    await page.setViewportSize({ width: widths[0] ?? 1_440, height: HEIGHT });
    await page.goto(address);
    await settle(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height: HEIGHT });
      const shot = `${prefix}${name}-${width}-${suffix}`;
      const faults = [...(await listOverflow(page)), ...(withAxe ? await checkAxe(page) : [])];
      await takeScreenshot(page, shot);
      found.push(...faults.map((fault) => `${shot}: ${fault}`));
    }
  }
  return found;
}
