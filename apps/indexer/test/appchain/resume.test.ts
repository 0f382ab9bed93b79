import { eq } from "drizzle-orm";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { chainBlocks, chainStates, cursors } from "../../src/raw/schema.ts";
import { ChainRecorder } from "../../src/sources/appchain/chainRecorder.ts";
import type { ExecutedBlock } from "../../src/sources/appchain/executeBlock.ts";
import { DATABASE_KINDS, openTestDatabase } from "../support/openTestDatabase.ts";
import { allRows, emptyChain, executeAll, silent } from "./support.ts";
import { TestChain, unsignedBls } from "./testChain.ts";

const chain = new TestChain({ nodes: 4 }, unsignedBls);
chain.nextWith([chain.registration()]);
chain.next({ ready: chain.ready() });
chain.skip(30);
const blocks = executeAll(chain);
const coded = (code: string, more: object = {}) =>
  expect.objectContaining({ detail: expect.objectContaining({ code, ...more }) });

describe.each(DATABASE_KINDS)("going on after a stop on %s", (kind) => {
  let database: Database;
  let warnings: string[] = [];
  const logger = pino({ level: "warn" }, { write: (line: string) => warnings.push(JSON.parse(line).msg) });
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    warnings = [];
    await emptyChain(database);
  });
  const open = (network = chain.network) => ChainRecorder.open({ database, network, logger });
  /** Batches of `size`, up to a height. */
  const record = async (size: number, height = blocks.length) => {
    const recorder = await open();
    for (let start = 0; start < height; start += size) await recorder.commit(blocks.slice(start, start + size));
  };
  const states = async () => (await database.queries.select().from(chainStates)).map(({ height }) => height).sort();
  const root = (height: number) => blocks[height - 1]?.state.root();

  it("from the newest kept state; two are kept, of the newest checkpoints", async () => {
    await record(1);
    expect(await states()).toEqual([25, 30]);
    const { tip } = await open();
    expect(tip.state.height).toBe(32);
    expect(tip.state.root()).toEqual(root(32));
    expect(warnings).toEqual([]);
  });

  it("a damaged state: from the one before, and without a whole one from the genesis", async () => {
    await record(1);
    const expected = await allRows(database);
    const [good] = await database.queries.select().from(chainStates).where(eq(chainStates.height, 30));
    const flipped = new Uint8Array(good?.ssz ?? []);
    flipped[200] = (flipped[200] ?? 0) ^ 1;
    const spoil = (ssz: Uint8Array, height: number) =>
      database.queries.update(chainStates).set({ ssz }).where(eq(chainStates.height, height));
    await spoil(flipped, 30);
    expect((await open()).tip.state.root()).toEqual(root(32));
    expect(warnings).toHaveLength(1);
    expect(await states()).toEqual([25]);
    await spoil(new Uint8Array([1, 2, 3]), 25);
    expect((await open()).tip.state.root()).toEqual(root(32));
    expect(warnings).toHaveLength(2);
    expect(await states()).toEqual([]);
    expect(await allRows(database)).toEqual(expected);
  });

  it("a state of another height is not believed", async () => {
    await record(1);
    const [older] = await database.queries.select().from(chainStates).where(eq(chainStates.height, 25));
    await database.queries
      .update(chainStates)
      .set({ ssz: older?.ssz ?? new Uint8Array() })
      .where(eq(chainStates.height, 30));
    expect((await open()).tip.state.root()).toEqual(root(32));
    expect(warnings).toHaveLength(1);
  });

  it("a damaged or missing block is named", async () => {
    await record(32);
    const [block] = await database.queries.select().from(chainBlocks).where(eq(chainBlocks.height, 31));
    const ssz = new Uint8Array(block?.ssz ?? []);
    ssz[100] = (ssz[100] ?? 0) ^ 1;
    await database.queries.update(chainBlocks).set({ ssz }).where(eq(chainBlocks.height, 31));
    await expect(open()).rejects.toEqual(coded("STORED_BLOCK_DAMAGED", { height: 31 }));
    await database.queries.delete(chainBlocks).where(eq(chainBlocks.height, 31));
    await expect(open()).rejects.toEqual(coded("STORED_BLOCK_DAMAGED"));
  });

  it("views of another history are noticed", async () => {
    await record(32);
    await database.queries.update(cursors).set({ hash: `0x${"ab".repeat(32)}` });
    await expect(open()).rejects.toEqual(coded("STORED_BLOCK_DAMAGED", { height: 32 }));
  });

  it("a replay that was broken off goes on", async () => {
    await record(8);
    const expected = await allRows(database);
    const stop = new AbortController();
    let transactions = 0;
    const breaking: Database = {
      ...{
        kind: database.kind,
        queries: database.queries,
        prepare: database.prepare.bind(database),
        close: () => database.close(),
      },
      transaction: (work) => {
        if (transactions++ > 0) stop.abort(new Error("stopped"));
        return stop.signal.aborted ? Promise.reject(stop.signal.reason) : database.transaction(work);
      },
    };
    const modules = { database: breaking, network: chain.network, logger: silent, signal: stop.signal };
    await expect(ChainRecorder.replay(modules)).rejects.toThrow("stopped");
    expect((await database.queries.select().from(cursors))[0]?.number).toBe(0n);
    await open();
    expect(await allRows(database)).toEqual(expected);
  });

  it("the data of another network is refused, before and after its first block", async () => {
    const other = new TestChain({ nodes: 4, chainId: 1n }, unsignedBls);
    await open();
    await expect(open(other.network)).rejects.toEqual(coded("DATA_OF_OTHER_NETWORK"));
    await record(10, 10);
    await expect(open(other.network)).rejects.toEqual(coded("DATA_OF_OTHER_NETWORK"));
    const replay = ChainRecorder.replay({ database, network: other.network, logger });
    await expect(replay).rejects.toEqual(coded("DATA_OF_OTHER_NETWORK"));
  });

  it("a transaction that fails leaves nothing; another start goes on", async () => {
    await record(10, 20);
    const before = await allRows(database);
    const failing: Database = {
      ...{
        kind: database.kind,
        queries: database.queries,
        prepare: database.prepare.bind(database),
        close: () => database.close(),
      },
      transaction: (work) =>
        database.transaction(async (writer) => {
          await work(writer);
          throw new Error("the power went");
        }),
    };
    const recorder = await ChainRecorder.open({ database: failing, network: chain.network, logger });
    const rest: readonly ExecutedBlock[] = blocks.slice(20);
    await expect(recorder.commit(rest)).rejects.toThrow("the power went");
    expect(await allRows(database)).toEqual(before);
    await (await open()).commit(rest);
    expect((await open()).tip.state.root()).toEqual(root(32));
  });
});
