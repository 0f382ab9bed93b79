import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { test as base, expect, inject } from "vitest";
import { launchChromium } from "./chromium.ts";
import { Devnet } from "./devnet.ts";
import { Faults } from "./faults.ts";
import { takeScreenshot } from "./screenshots.ts";

export type OpenOptions = BrowserContextOptions & {
  /** Done to the context before its first page. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
};

/** A page waits at most as long for anything it is asked to do; chain, appchain and indexer are under way meanwhile. */
export const WAIT_MS = 120_000;

type Fixtures = {
  $file: { browser: Browser; devnet: Devnet };
  $test: {
    /** A page in a profile of its own, as on another device; at the portal's first page. */
    open: (options?: OpenOptions) => Promise<Page>;
    /** A console error or an exception in any page fails the test, unless it was expected. */
    faults: Faults;
  };
};

export const test = base.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are needed.
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  devnet: [
    // biome-ignore lint/correctness/noEmptyPattern: see above.
    async ({}, use) => use(await Devnet.connect(inject("devnet"))),
    { scope: "file" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  faults: async ({}, use) => {
    const faults = new Faults();
    await use(faults);
    expect(faults.unexpected, "complaints in the browser's console").toEqual([]);
  },
  open: async ({ browser, devnet, faults, task }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ prepare, ...options } = {}) => {
      const context = await browser.newContext({ baseURL: devnet.portalUrl, ...options });
      contexts.push(context);
      context.setDefaultTimeout(WAIT_MS);
      await context.addInitScript(complainOfViolations);
      await prepare?.(context);
      const page = await context.newPage();
      faults.watch(page);
      await page.goto("/");
      return page;
    });
    const pages = contexts.flatMap((context) => context.pages());
    if (task.result?.state === "fail")
      for (const [index, page] of pages.entries())
        await takeScreenshot(page, `failed-${nameOf(task.name)}-${index + 1}`);
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** In a page: a browser stays silent where a script has caught that it may not do something. */
function complainOfViolations(): void {
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(`Content Security Policy: ${effectiveDirective} forbids ${blockedURI}, in ${sourceFile}`),
  );
}

function nameOf(title: string): string {
  return title.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 40);
}
