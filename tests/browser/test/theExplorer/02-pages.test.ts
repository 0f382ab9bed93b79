import { expect } from "vitest";
import { explorerPages } from "../support/explorerPages.ts";
import { lookAtPages } from "../support/pages.ts";
import { test } from "../support/test.ts";

test.for([
  { theme: "dark", widths: [1_440, 360] },
  { theme: "light", widths: [768] },
] as const)("every page in $theme", async ({ theme, widths }, { open, devnet, faults }) => {
  // What isn't there is answered by 404, which browsers print.
  faults.expect(/status of 404/);
  const page = await open({ colorScheme: theme, reducedMotion: "reduce" });
  const paths = { ...(await explorerPages(devnet)), "not-found": "/no/such/page" };
  const pages = Object.fromEntries(
    Object.entries(paths).map(([name, path]) => [name, `${devnet.urlOf("explorer")}${path}`]),
  );
  expect(await lookAtPages(page, pages, { widths, prefix: "explorer-", suffix: theme })).toEqual([]);
});
