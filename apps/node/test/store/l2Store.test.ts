import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ClassicLevelStore } from "@session/l2";
import { describe, expect, it } from "vitest";
import { openL2Store, setAsideDamagedL2 } from "../../src/store/l2Store.ts";
import { temporaryFolder } from "../chain/support.ts";
import { filesOf, flipByte } from "./leveldb/support.ts";

const hash = `0x${"11".repeat(32)}` as const;

const blockOf = (number: bigint) => ({ number, hash, parentHash: hash, timestamp: number });
const config = { chainId: 1n, startBlock: 0n, step: 1n, addresses: [], reads: [] };

async function write(store: ClassicLevelStore, number: bigint): Promise<void> {
  const state = { config, anchor: blockOf(0n), cursor: blockOf(number), safe: null, alarm: null };
  await store.write({ steps: [{ block: blockOf(number), reads: [] }], state });
}

/** A follower's folder with 30 steps in a table and 30 in the log. */
async function makeL2(): Promise<string> {
  const dataDir = await temporaryFolder();
  for (let run = 0n; run < 2n; run++) {
    const store = await openL2Store(dataDir);
    for (let at = 0n; at < 30n; at++) await write(store, run * 30n + at);
    await store.close();
  }
  return dataDir;
}

describe("the follower's store", () => {
  it("whole it opens, and repair leaves it where it is", async () => {
    const dataDir = await makeL2();
    expect(await setAsideDamagedL2(dataDir)).toBe(false);
    const store = await openL2Store(dataDir);
    expect((await store.step(59n))?.block.number).toBe(59n);
    await expect(openL2Store(dataDir)).rejects.toMatchObject({ code: "STORE_IN_USE" });
    await expect(setAsideDamagedL2(dataDir)).rejects.toMatchObject({ code: "STORE_IN_USE" });
    await store.close();
  });

  it.each([/\.ldb$/, /\.log$/, /^MANIFEST/])(
    "damaged (%s) it is STORE_CORRUPT; set aside, the follower begins anew",
    async (pattern) => {
      const dataDir = await makeL2();
      for (let times = 0; times < 2; times++) {
        for (const { path, sizeBytes } of await filesOf(join(dataDir, "l2"), pattern))
          if (sizeBytes > 0) await flipByte(path, Math.floor(sizeBytes / 3));
        await expect(openL2Store(dataDir)).rejects.toMatchObject({
          code: "STORE_CORRUPT",
          message: expect.stringContaining(`session-node repair --data-dir ${dataDir}`),
        });
        expect(await setAsideDamagedL2(dataDir)).toBe(true);
        expect((await readdir(dataDir)).sort()).toEqual(["l2.damaged"]);
        for (let run = 0n; run < 2n; run++) {
          const store = await openL2Store(dataDir);
          expect((await store.state())?.cursor.number).toBe(run === 0n ? undefined : 29n);
          for (let at = 0n; at < 30n; at++) await write(store, run * 30n + at);
          await store.close();
        }
      }
    },
  );

  it("a folder that isn't there needs no repair, and none is made", async () => {
    const dataDir = await temporaryFolder();
    expect(await setAsideDamagedL2(dataDir)).toBe(false);
    expect(await readdir(dataDir)).toEqual([]);
  });
});
