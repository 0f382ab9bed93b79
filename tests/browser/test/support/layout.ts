import type { Page } from "playwright-core";

/** Waits until a page has what it shows at first: its heading, and nothing that still loads. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("heading").first().waitFor();
  await page.waitForFunction(() => document.querySelector("main [role=status] .animate-wait") === null);
  await page.evaluate(() => document.fonts.ready);
}

/**
 * What makes a page wider than its window. Tables may scroll inside a frame of their own, but not where there is one column
 * for everything (ui.md: under 720 px).
 *
 * @returns a line for the page and for each of the outermost culprits, and for each table that has to be moved sideways
 */
export function listOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const frames = clientWidth < 720 ? [...document.querySelectorAll("main section")] : [];
    const sideways = frames
      .filter((frame) => frame.scrollWidth > frame.clientWidth + 1)
      .map((frame) => `“${frame.getAttribute("aria-label")}” has to be scrolled sideways`);
    if (scrollWidth <= clientWidth) return sideways;
    const isInside = (element: Element) => {
      for (let above = element.parentElement; above !== null; above = above.parentElement)
        if (getComputedStyle(above).overflowX !== "visible") return true;
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (right > clientWidth + 1 || left < -1) && !isInside(element);
    });
    const names = wide
      .slice(0, 3)
      .map((element) => `${element.tagName.toLowerCase()} “${element.textContent?.slice(0, 40)}”`);
    return [...sideways, `is ${scrollWidth - clientWidth} px too wide: ${names.join(", ")}`];
  });
}

/** Rows in which the links to the pages stand, where the window is wide enough for more than a menu. */
export function countNavRows(page: Page): Promise<number> {
  return page.getByRole("navigation", { name: "Main" }).evaluate((nav) => {
    const places = [...nav.querySelectorAll(":scope > ul > li")].map((place) => place.getBoundingClientRect().top);
    return new Set(places).size;
  });
}
