import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findChromium } from "./support/chromium.ts";
import { Devnet } from "./support/devnet.ts";
import { OWNER_FILE, PREFIX, removeLeftovers, stopAndRemove } from "./support/leftovers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the devnet that all files use. */
    devnet: string;
  }
}

/**
 * Seeded nodes agree on blocks with one of them away; spares are what the flows register, again when they have left: five stay
 * registered to the end, and one is left for those who want one then. Nobody pays for one that rests.
 */
const NETWORK = ["--nodes", "4", "--spare", "6"];

/**
 * One devnet for the whole suite, in a temporary folder on free ports; or the running one of `BROWSER_DEVNET`.
 *
 * @returns what ends it, whatever became of the tests
 * @throws without Chromium: pages nobody has looked at are not tested
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  findChromium();
  await removeLeftovers();
  const given = process.env.BROWSER_DEVNET;
  const folder = given ?? (await mkdtemp(join(tmpdir(), PREFIX)));
  const stop = given === undefined ? () => stopAndRemove(folder) : async () => {};
  try {
    if (given === undefined) {
      await writeFile(join(folder, OWNER_FILE), String(process.pid));
      await Devnet.start(folder, NETWORK);
    }
    const devnet = await Devnet.connect(folder);
    if (given === undefined) await devnet.spares.rest();
    for (const site of ["portal", "explorer"]) await devnet.untilRunning(site);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("devnet", folder);
  return stop;
}
