import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { takePage } from "@session/http";
import { BlockSsz, blockHash, CommitSsz, hasCode } from "@session/protocol";
import { ClassicLevel } from "classic-level";
import { describe, expect, it, onTestFinished } from "vitest";
import { ChainStore } from "../../src/store/chainStore.ts";
import { Database } from "../../src/store/database.ts";
import { rebuild } from "../../src/store/rebuild.ts";
import { temporaryFolder } from "../chain/support.ts";
import { buildHistory, INTERVAL } from "./support.ts";

async function openStore(folder: string, genesis: ConstructorParameters<typeof ChainStore>[1]) {
  const database = await Database.open(folder);
  onTestFinished(() => database.close());
  return { database, store: new ChainStore(database, genesis) };
}

async function filled(length: number) {
  const folder = await temporaryFolder();
  const { builder, blocks } = buildHistory(length);
  const { database, store } = await openStore(folder, builder.genesis);
  for (const built of blocks) await store.save(built, built, INTERVAL);
  return { folder, builder, blocks, database, store };
}

/** Every key with its raw value, as LevelDB has it. */
async function raw<T>(folder: string, use: (level: ClassicLevel<string, Uint8Array>) => Promise<T>): Promise<T> {
  const level = new ClassicLevel<string, Uint8Array>(join(folder, "store"), { valueEncoding: "view" });
  await level.open();
  try {
    return await use(level);
  } finally {
    await level.close();
  }
}

async function dump(folder: string): Promise<Record<string, string>> {
  return raw(folder, async (level) => {
    const entries = await level.iterator().all();
    return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString("hex")]));
  });
}

const refusal = (code: string) => expect.toSatisfy((error: unknown) => hasCode(error, code));

describe("final blocks on disk", () => {
  it("an empty store has no head, the genesis as state 0, and its last good height is 0", async () => {
    const { store } = await filled(0);
    expect(await store.loadHead()).toBeUndefined();
    expect(await store.findGoodHeight()).toBe(0);
    expect((await store.stateAt(0))?.height).toBe(0);
  });

  it("names the validators of every height, long after the states have forgotten them", async () => {
    const { store, blocks, builder } = await filled(60);
    let expected = builder.genesis.nodes.map(({ id }) => id);
    const sets = new Set<string>();
    for (const { block, state } of blocks) {
      expect(await store.validatorIdsAt(block.header.height)).toEqual(expected);
      expected = state.validators().map(({ id }) => id);
      sets.add(expected.join());
    }
    // Else this would pass with the genesis set alone.
    expect(sets.size).toBeGreaterThan(1);
    await store.truncate(1);
    expect(await store.validatorIdsAt(60)).toEqual(blocks[0]?.state.validators().map(({ id }) => id));
  });

  it("gives back what was stored: block, commit, state, hash, outcomes", async () => {
    const { store, blocks } = await filled(3);
    const last = blocks[2];
    const head = await store.loadHead();
    if (head === undefined || last === undefined) throw new Error("no head");
    expect(BlockSsz.serialize(head.block)).toEqual(BlockSsz.serialize(last.block));
    expect(CommitSsz.serialize(head.commit)).toEqual(CommitSsz.serialize(last.commit));
    expect(head.state.root()).toEqual(last.state.root());
    expect(await store.heightOf(last.hash)).toBe(3);
    expect((await store.outcomesOf(3)).map(({ logIndex, result, height }) => [logIndex, result, height])).toEqual(
      last.outcomes.map(({ logIndex, result }) => [logIndex, result, 3]),
    );
    expect(await store.heightOf(new Uint8Array(32))).toBeUndefined();
    expect(await store.blockAt(4)).toBeUndefined();
  });

  it("keeps the newest state and those of the last three checkpoints, nothing else", async () => {
    const { store } = await filled(23);
    const kept = [];
    for (let height = 1; height <= 23; height++) if ((await store.stateAt(height)) !== undefined) kept.push(height);
    expect(kept).toEqual([10, 15, 20, 23]);
  });

  it("refuses a head that lies below the mark: blocks once acknowledged are lost", async () => {
    const { folder, database, builder } = await filled(6);
    await database.close();
    await raw(folder, (level) => level.del("block/0000000000000006"));
    const { store } = await openStore(folder, builder.genesis);
    await expect(store.loadHead()).rejects.toEqual(refusal("STORE_CORRUPT"));
    expect(await store.findGoodHeight()).toBe(5);
  });

  it("a mark that can't be written is STORE_WRITE_FAILED, and the block is whole all the same", async () => {
    const { folder, store, blocks, builder } = await filled(0);
    await mkdir(join(folder, "head", "in the way"), { recursive: true });
    const [first] = blocks.length > 0 ? blocks : buildHistory(1).blocks;
    if (first === undefined) throw new Error("no block");
    await expect(store.save(first, first, INTERVAL)).rejects.toEqual(refusal("STORE_WRITE_FAILED"));
    await rm(join(folder, "head"), { recursive: true });
    expect((await store.loadHead())?.block.header.height).toBe(1);
    expect(builder.state.height).toBe(0);
  });

  it("a closed database is STORE_WRITE_FAILED, not an error of LevelDB's", async () => {
    const { database, store } = await filled(0);
    const [first] = buildHistory(1).blocks;
    await database.close();
    if (first === undefined) throw new Error("no block");
    await expect(store.save(first, first, INTERVAL)).rejects.toEqual(refusal("STORE_WRITE_FAILED"));
  });

  it("STORE_IN_USE while another has it open; STORE_CORRUPT when LevelDB can't open it", async () => {
    const { folder, database } = await filled(1);
    await expect(Database.open(folder)).rejects.toEqual(refusal("STORE_IN_USE"));
    await database.close();
    await writeFile(join(folder, "store", "CURRENT"), "MANIFEST-999999\n");
    await expect(Database.open(folder)).rejects.toEqual(refusal("STORE_CORRUPT"));
  });
});

describe("pages", () => {
  async function collect<T>(page: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>) {
    const items: T[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items: found, next } = await page(cursor);
      items.push(...found);
      if (next === null) return items;
      cursor = next;
    }
  }

  it("of outcomes come in L2 order, without gap or repetition, whatever their size", async () => {
    const { store, blocks } = await filled(7);
    const all = blocks.flatMap(({ outcomes }) => outcomes.map(({ l2Number, logIndex }) => [l2Number, logIndex]));
    expect(all).toHaveLength(14);
    for (const limit of [1, 2, 3, 13, 14, 15]) {
      const found = await collect((cursor) => takePage(store.outcomes(cursor), limit));
      expect(found.map(({ l2Number, logIndex }) => [l2Number, logIndex])).toEqual(all);
    }
  });

  it("of a node's history keep the order of changes within a block, more than ten of them too", async () => {
    const { store } = await filled(0);
    const [first] = buildHistory(1).blocks;
    if (first === undefined) throw new Error("no block");
    const changes = Array.from({ length: 25 }, (_, unlockAt) => ({
      type: "exit-requested" as const,
      node: 2,
      unlockAt,
    }));
    await store.save(first, { ...first, changes }, INTERVAL);
    for (const limit of [1, 2, 10, 24, 25, 26]) {
      const found = await collect((cursor) => takePage(store.history(2, cursor), limit));
      expect(found.map(({ change }) => "unlockAt" in change && change.unlockAt)).toEqual([...Array(25).keys()]);
    }
    expect(await collect((cursor) => takePage(store.history(1, cursor), 5))).toEqual([]);
  });
});

describe("damage", () => {
  it("each flipped byte of each value is found", async () => {
    const { folder, database, builder } = await filled(1);
    await database.close();
    const keys = Object.keys(await dump(folder));
    expect(keys.map((key) => key.split("/")[0])).toEqual(expect.arrayContaining(["block", "event", "hash", "state"]));
    for (const key of keys) {
      const good = await raw(folder, (level) => level.get(key));
      if (good === undefined) throw new Error(`${key} is gone`);
      const step = Math.max(1, Math.floor(good.length / 40));
      for (let at = 0; at < good.length; at += step) {
        const { store, database: opened } = await flipped(key, good, at);
        await expect(opened.get(key), `${key} byte ${at}`).rejects.toEqual(refusal("STORE_CORRUPT"));
        if (/^(block|state)/.test(key)) await expect(store.loadHead()).rejects.toEqual(refusal("STORE_CORRUPT"));
        await opened.close();
      }
      await raw(folder, (level) => level.put(key, good));
    }

    async function flipped(key: string, good: Uint8Array, at: number) {
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      await raw(folder, (level) => level.put(key, bad));
      const opened = await Database.open(folder);
      return { database: opened, store: new ChainStore(opened, builder.genesis) };
    }
  });

  it("a file that is damaged anywhere: read as it was, found, or repaired; never served otherwise", async () => {
    const { folder, database, builder, blocks } = await filled(12);
    // Closing and opening again turns the log into a table, with compressed blocks.
    for (let times = 0, open = database; times < 2; times++) {
      await open.close();
      open = await Database.open(folder);
      if (times === 1) await open.close();
    }
    const files = (await readdir(join(folder, "store"))).filter((name) => /\.(ldb|log)$/.test(name));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const path = join(folder, "store", name);
      const good = await readFile(path);
      for (let part = 1; part < 12 && good.length > 0; part++) {
        const bad = Buffer.from(good);
        const at = Math.floor((good.length * part) / 12);
        bad[at] = (bad[at] ?? 0) ^ 0xff;
        await writeFile(path, bad);
        await expectTruthOrError(`${name} byte ${at}`);
      }
      await writeFile(path, good);
    }

    async function expectTruthOrError(where: string): Promise<void> {
      const copy = await temporaryFolder();
      await cp(folder, copy, { recursive: true });
      const isCorrupt = (error: unknown): undefined => {
        expect(hasCode(error, "STORE_CORRUPT"), `${where}: ${error}`).toBe(true);
      };
      const opened = await Database.open(copy).catch(isCorrupt);
      if (opened === undefined) return;
      const store = new ChainStore(opened, builder.genesis);
      const head = await store.loadHead().catch(isCorrupt);
      if (head !== undefined) expect(head.state.root(), where).toEqual(blocks[11]?.state.root());
      for (const { block, hash } of blocks) {
        const found = await store.blockAt(block.header.height).catch(isCorrupt);
        if (found !== undefined) expect(blockHash(found.block.header), where).toEqual(hash);
        await takePage(store.outcomes(undefined), 100).catch(isCorrupt);
      }
      await opened.close();
    }
  });

  it("a state that is another block's, checksum and all, is found by its root", async () => {
    const { folder, database, builder } = await filled(7);
    await database.close();
    await raw(folder, async (level) => {
      const other = await level.get("state/0000000000000005");
      if (other !== undefined) await level.put("state/0000000000000007", other);
    });
    const { store } = await openStore(folder, builder.genesis);
    await expect(store.loadHead()).rejects.toEqual(refusal("STORE_CORRUPT"));
    expect(await store.findGoodHeight()).toBe(5);
  });

  it("going back leaves exactly what a store of that height holds", async () => {
    const long = await filled(13);
    const short = await filled(10);
    await long.store.truncate(10);
    expect((await long.store.loadHead())?.block.header.height).toBe(10);
    await Promise.all([long.database.close(), short.database.close()]);
    const [found, expected] = [await dump(long.folder), await dump(short.folder)];
    // A store of height 10 still has the state of checkpoint 5; the longer one has it, too: three are kept.
    expect(found).toEqual(expected);
    const { store } = await openStore(long.folder, long.builder.genesis);
    for (const built of long.blocks.slice(10)) await store.save(built, built, INTERVAL);
    expect((await store.loadHead())?.block.header.height).toBe(13);
  });

  it("going back to 0 leaves nothing", async () => {
    const { folder, store, database } = await filled(6);
    await store.truncate(0);
    expect(await store.loadHead()).toBeUndefined();
    await database.close();
    expect(await dump(folder)).toEqual({});
  });

  it("what follows from the blocks is written again by executing them", async () => {
    const { folder, builder, database } = await filled(7);
    await database.close();
    const before = await dump(folder);
    await raw(folder, async (level) => {
      for (const key of Object.keys(before)) if (/^(hash|outcomes|event|history)/.test(key)) await level.del(key);
    });
    const again = await openStore(folder, builder.genesis);
    await rebuild(again.store, 7, builder.context);
    await again.database.close();
    expect(await dump(folder)).toEqual(before);
  });

  it("a damaged entry is dropped and named, the others stay", async () => {
    const { folder, database } = await filled(2);
    await database.close();
    const before = Object.keys(await dump(folder));
    await raw(folder, (level) => level.put("outcomes/0000000000000001", new Uint8Array([1, 2, 3])));
    const opened = await Database.open(folder);
    expect(await opened.dropDamaged()).toEqual(["outcomes/0000000000000001"]);
    expect(await opened.dropDamaged()).toEqual([]);
    await opened.close();
    expect(Object.keys(await dump(folder))).toEqual(before.filter((key) => key !== "outcomes/0000000000000001"));
  });
});
