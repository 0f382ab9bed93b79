import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { seededRandom } from "@session/testing";
import { describe, expect, inject, it } from "vitest";
import { temporaryFolder } from "../../chain/support.ts";
import { filesOf, flipByte, makeCompactionDue } from "./support.ts";

const CHILD = join(inject("programs"), "openDamaged.mjs");

/** Rejects when LevelDB aborts the process. */
async function openInChild(dataDir: string) {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, dataDir]);
  return JSON.parse(stdout);
}

/**
 * LevelDB compacts in the background as soon as it is open, reads the damaged tables without their checksums, and aborts
 * when keys come out of order; so does its repair. Seeds 6, 12 and 14 did both before files were checked.
 */
describe("a damaged store that is due for a compaction: STORE_CORRUPT, and repair gets it going", () => {
  it.each(Array.from({ length: 20 }, (_, index) => index + 1))("every file damaged, seed %i", async (seed) => {
    const dataDir = await temporaryFolder();
    const random = seededRandom(seed);
    await makeCompactionDue(dataDir, random);
    const files = await filesOf(join(dataDir, "store"), /\.(ldb|log)$/);
    expect(files.map(({ path }) => basename(path).slice(6))).toEqual([".ldb", ".ldb", ".ldb", ".log"]);
    for (const { path, sizeBytes } of files) await flipByte(path, random.int(0, sizeBytes - 1));
    const ran = await openInChild(dataDir);
    expect(ran).toMatchObject({ refusal: "STORE_CORRUPT", setAside: 4, dropped: 0, repaired: { wrong: 0 } });
    expect(ran.compacted).toEqual(ran.repaired);
  });

  it.each([1, 2, 3, 4, 5])(
    "with its MANIFEST damaged, too, so that LevelDB's own repair has to run, seed %i",
    async (seed) => {
      const dataDir = await temporaryFolder();
      const random = seededRandom(seed);
      await makeCompactionDue(dataDir, random);
      const store = join(dataDir, "store");
      const [damaged, ...sound] = random.shuffle(await filesOf(store, /\.ldb$/));
      if (damaged === undefined || sound.length !== 2) throw new Error("not three tables");
      await flipByte(damaged.path, random.int(0, damaged.sizeBytes - 1));
      for (const { path, sizeBytes } of await filesOf(store, /\.log$/)) await flipByte(path, Math.floor(sizeBytes / 2));
      for (const { path } of await filesOf(store, /^MANIFEST/)) await flipByte(path, 10);
      const ran = await openInChild(dataDir);
      expect(ran).toMatchObject({ refusal: "STORE_CORRUPT", setAside: 3, dropped: 0, repaired: { wrong: 0 } });
      // Two tables of nearly 500 keys out of 2,000 each, and half a log.
      expect(ran.repaired.entries).toBeGreaterThan(700);
      expect(ran.compacted).toEqual(ran.repaired);
    },
  );

  it("one damaged table of three costs its own entries only", async () => {
    const dataDir = await temporaryFolder();
    await makeCompactionDue(dataDir, seededRandom(7));
    const [first] = await filesOf(join(dataDir, "store"), /\.ldb$/);
    if (first === undefined) throw new Error("no table");
    await flipByte(first.path, 100);
    const ran = await openInChild(dataDir);
    expect(ran).toMatchObject({ refusal: "STORE_CORRUPT", setAside: 1, repaired: { wrong: 0 } });
    expect(ran.repaired.entries).toBeGreaterThan(1_000);
    expect(ran.compacted).toEqual(ran.repaired);
  });

  it("a table that is gone is dropped like a damaged one", async () => {
    const dataDir = await temporaryFolder();
    await makeCompactionDue(dataDir, seededRandom(8));
    const [first] = await filesOf(join(dataDir, "store"), /\.ldb$/);
    await rm(first?.path ?? "");
    expect(await openInChild(dataDir)).toMatchObject({ refusal: "STORE_CORRUPT", setAside: 1, repaired: { wrong: 0 } });
  });
});
