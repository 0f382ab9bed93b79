import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "@session/testing";
import { describe, expect, it } from "vitest";
import { Database } from "../../../src/store/database.ts";
import { findDamage, readManifest } from "../../../src/store/leveldb/damage.ts";
import { openSalvaged } from "../../../src/store/openSalvaged.ts";
import { temporaryFolder } from "../../chain/support.ts";
import { filesOf, flipByte, keyOf, valueFor } from "./support.ts";

/** Values of this size put some records across the log's blocks of 32 KiB. */
const VALUE_SIZE_BYTES = 3_000;

/** A store with `runs` runs of 20 blocks each, one batch a block, and the last run still in the log. */
async function makeStore(runs: number) {
  const dataDir = await temporaryFolder();
  const random = seededRandom();
  for (let run = 0; run < runs; run++) {
    const database = await Database.open(dataDir);
    for (let at = 0; at < 20; at++) {
      const key = keyOf(run * 20 + at);
      await database.write([{ type: "put", key, value: valueFor(key, random.bytes(VALUE_SIZE_BYTES)) }]);
    }
    await database.close();
  }
  return { dataDir, random, store: join(dataDir, "store"), blocks: runs * 20 };
}

/** How many blocks the store opens with, "STORE_CORRUPT" if it doesn't; blocks must have no gap. */
async function openCopy(dataDir: string): Promise<number | string> {
  const copy = await temporaryFolder();
  await cp(dataDir, copy, { recursive: true });
  const database = await Database.open(copy).catch((error: { code: string }) => error.code);
  if (typeof database === "string") return database;
  try {
    return await countWithoutGap(database);
  } finally {
    await database.close();
  }
}

async function countWithoutGap(database: Database): Promise<number> {
  const keys: string[] = [];
  for await (const key of database.keys("block")) keys.push(key);
  expect(keys).toEqual(keys.map((_, at) => keyOf(at)));
  return keys.length;
}

async function salvageCopy(dataDir: string): Promise<number> {
  const copy = await temporaryFolder();
  await cp(dataDir, copy, { recursive: true });
  const { database } = await openSalvaged(copy);
  try {
    return await countWithoutGap(database);
  } finally {
    await database.close();
  }
}

async function only(folder: string, pattern: RegExp) {
  const [file, ...more] = (await filesOf(folder, pattern)).filter(({ sizeBytes }) => sizeBytes > 0);
  if (file === undefined || more.length > 0) throw new Error(`not one file: ${pattern}`);
  return { ...file, bytes: await readFile(file.path) };
}

describe("a damaged log", () => {
  it("LevelDB would leave out blocks in the middle: found, and repair keeps those before; the last one is the head mark's", async () => {
    const { dataDir, random, store, blocks } = await makeStore(2);
    const { path, sizeBytes, bytes } = await only(store, /\.log$/);
    expect(sizeBytes).toBeGreaterThan(32_768);
    const lastRecord = sizeBytes - VALUE_SIZE_BYTES;
    for (let times = 0; times < 60; times++) {
      const at = random.int(0, sizeBytes - 1);
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ random.int(1, 255);
      await writeFile(path, damaged);
      const where = `byte ${at} of ${sizeBytes}`;
      const opened = await openCopy(dataDir);
      if (at < lastRecord - 100) expect(opened, where).toBe("STORE_CORRUPT");
      else expect(["STORE_CORRUPT", blocks - 1, blocks], where).toContain(opened);
      if (opened !== "STORE_CORRUPT" || times > 20) continue;
      // 20 are in the table; of the log at most the record is lost that has the byte, and those after it.
      const kept = 20 + Math.floor((20 * at) / sizeBytes);
      expect([kept - 1, kept, kept + 1], where).toContain(await salvageCopy(dataDir));
    }
  });

  it("cut anywhere, as by a crash, it is none: the blocks before the cut are there", async () => {
    const { dataDir, random, store } = await makeStore(2);
    const { path, sizeBytes, bytes } = await only(store, /\.log$/);
    for (let times = 0; times < 30; times++) {
      const end = random.int(0, sizeBytes);
      await writeFile(path, bytes.subarray(0, end));
      const kept = 20 + Math.floor((20 * end) / sizeBytes);
      expect([kept - 1, kept, kept + 1], `${end} of ${sizeBytes}`).toContain(await openCopy(dataDir));
    }
  });

  it("whose end is zeros or never came to the disk is none either", async () => {
    const { dataDir, random, store, blocks } = await makeStore(2);
    const { path, sizeBytes, bytes } = await only(store, /\.log$/);
    for (const end of [new Uint8Array(5_000), random.bytes(5_000)]) {
      await writeFile(path, Buffer.concat([bytes, end]));
      expect(await openCopy(dataDir)).toBe(blocks);
      await writeFile(path, Buffer.concat([bytes.subarray(0, sizeBytes - 100), end]));
      expect(await openCopy(dataDir)).toBe(blocks - 1);
    }
  });

  it("that is gone though the MANIFEST names it is found; repair goes on without", async () => {
    const { dataDir, store } = await makeStore(2);
    await rm((await only(store, /\.log$/)).path);
    expect(await openCopy(dataDir)).toBe("STORE_CORRUPT");
    expect(await salvageCopy(dataDir)).toBe(20);
  });
});

describe("a damaged MANIFEST", () => {
  it("each flipped byte is found or changes nothing, and repair has every block again", async () => {
    const { dataDir, store, blocks } = await makeStore(4);
    const { path, sizeBytes, bytes } = await only(store, /^MANIFEST/);
    for (let at = 0; at < sizeBytes; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      await writeFile(path, damaged);
      const opened = await openCopy(dataDir);
      expect(["STORE_CORRUPT", blocks], `byte ${at} of ${sizeBytes}`).toContain(opened);
      if (opened === "STORE_CORRUPT" && at % 10 === 0) expect(await salvageCopy(dataDir)).toBe(blocks);
    }
  });

  it("cut anywhere it opens with every block, or not at all", async () => {
    const { dataDir, store, blocks } = await makeStore(3);
    const { path, sizeBytes } = await only(store, /^MANIFEST/);
    for (let end = sizeBytes - 1; end >= 0; end -= 3) {
      await truncate(path, end);
      expect(["STORE_CORRUPT", blocks], `${end} of ${sizeBytes}`).toContain(await openCopy(dataDir));
    }
  });

  it.each([
    ["is gone", undefined],
    ["names nothing", ""],
    ["names no MANIFEST", "000005.log\n"],
    ["names one that isn't there", "MANIFEST-999999\n"],
  ])("CURRENT that %s doesn't make LevelDB begin anew", async (_, text) => {
    const { dataDir, store, blocks } = await makeStore(2);
    if (text === undefined) await rm(join(store, "CURRENT"));
    else await writeFile(join(store, "CURRENT"), text);
    expect(await openCopy(dataDir)).toBe("STORE_CORRUPT");
    expect(await salvageCopy(dataDir)).toBe(blocks);
  });
});

describe("what isn't damage", () => {
  it("tables the MANIFEST doesn't name, however broken: LevelDB deletes them", async () => {
    const { dataDir, random, store, blocks } = await makeStore(2);
    const [table] = await filesOf(store, /\.ldb$/);
    const whole = await readFile(table?.path ?? "");
    await writeFile(join(store, "999997.ldb"), whole.subarray(0, 1_000));
    await writeFile(join(store, "999998.ldb"), random.bytes(5_000));
    await writeFile(join(store, "999999.sst"), "");
    expect(await findDamage(store)).toEqual([]);
    expect(await openCopy(dataDir)).toBe(blocks);
    const database = await Database.open(dataDir);
    await database.close();
    expect((await readdir(store)).filter((name) => name.startsWith("99999"))).toEqual([]);
  });

  it("a log older than the MANIFEST wants, and a folder in which LevelDB had only begun", async () => {
    const { dataDir, random, store, blocks } = await makeStore(2);
    await writeFile(join(store, "000001.log"), random.bytes(5_000));
    expect(await openCopy(dataDir)).toBe(blocks);
    const begun = join(await temporaryFolder(), "store");
    await mkdir(begun);
    await writeFile(join(begun, "MANIFEST-000001"), random.bytes(10));
    expect(await findDamage(begun)).toEqual([]);
  });
});

describe("repair", () => {
  it("keeps damaged files in store/damaged, and a second one has nothing to do", async () => {
    const { dataDir, store } = await makeStore(3);
    const [table] = await filesOf(store, /\.ldb$/);
    if (table === undefined) throw new Error("no table");
    await flipByte(table.path, 500);
    const first = await openSalvaged(dataDir);
    await first.database.close();
    expect(first.setAside).toHaveLength(1);
    expect(await readdir(join(store, "damaged"))).toEqual(first.setAside);
    const second = await openSalvaged(dataDir);
    await second.database.close();
    expect(second.setAside).toEqual([]);
  });

  it("killed after the MANIFEST's edit and before the files were moved, it has done its work", async () => {
    const { dataDir, store } = await makeStore(3);
    const before = join(await temporaryFolder(), "before");
    const [table] = await filesOf(store, /\.ldb$/);
    if (table === undefined) throw new Error("no table");
    await flipByte(table.path, 500);
    await cp(store, before, { recursive: true });
    await Database.salvage(dataDir);
    for (const { path } of await filesOf(join(store, "damaged"), /./)) await cp(path, table.path);
    expect(await findDamage(store)).toEqual([]);
    // One table fewer than before, the others as they were.
    const [old, now] = [await readManifest(before), await readManifest(store)];
    if ("what" in old || "what" in now) throw new Error("no MANIFEST");
    expect(now.tables.size).toBe(old.tables.size - 1);
    expect([...old.tables]).toEqual(expect.arrayContaining([...now.tables]));
  });

  it("refuses a store another process has open", async () => {
    const { dataDir } = await makeStore(1);
    const database = await Database.open(dataDir);
    await expect(Database.salvage(dataDir)).rejects.toMatchObject({ code: "STORE_IN_USE" });
    await database.close();
  });
});
