import { expect } from "vitest";
import { measureFirstLoad } from "../support/firstLoad.ts";
import { test } from "../support/test.ts";

/** Of script, gzip; the same as in each app's bench/size.ts. */
const MOST_KB = 250;
/** Fewer would mean that what is imported wasn't found. */
const LEAST_KB = 100;

test.for(["portal", "explorer"])("the %s's first load of script is within its budget", async (site, { devnet }) => {
  const { gzipKb, scripts } = await measureFirstLoad(devnet.urlOf(site), "overview");
  process.stdout.write(`first load of the ${site}: ${gzipKb} kB gzip in ${scripts.length} scripts\n`);
  expect(scripts.filter((path) => /ChartPlot|burnerAccount|walletConnectReal/.test(path))).toEqual([]);
  expect(gzipKb).toBeGreaterThan(LEAST_KB);
  expect(gzipKb).toBeLessThanOrEqual(MOST_KB);
});
