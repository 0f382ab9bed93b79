import { seededRandom } from "@session/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { L2Views } from "../../src/pipeline/l2Views.ts";
import { clearViews } from "../../src/pipeline/viewStore.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { counted, dumpViews, followAll, scripted, testModules } from "./support/harness.ts";
import { contracts, fromRewards, hexOf, type LooseLog } from "./support/logs.ts";
import { RandomLife, type Segment } from "./support/randomLife.ts";

const FAR = 2n ** 60n;
const recipient = hexOf(20, 0xabc);

/** One step whose block has these logs. */
function segmentOf(logs: readonly LooseLog[], number = 3n): Segment {
  const block = { number, hash: hexOf(32, Number(number)), parentHash: hexOf(32, 0), timestamp: 1_800_000_000n };
  const place = { blockNumber: number, blockHash: block.hash };
  const placed = logs.map((log, logIndex) => ({
    ...log,
    ...place,
    logIndex,
    transactionHash: hexOf(32, logIndex + 1),
  }));
  return { batches: [{ batch: { type: "steps", steps: [{ block, logs: placed, reads: [] }] }, final: FAR }] };
}

describe("L2 views", () => {
  let database: Database;
  beforeEach(async () => {
    database = await openTestDatabase("pglite");
  });
  afterEach(() => database.close());

  it("go on from what is durable after a commit whose answer was lost", async () => {
    const { surviving } = new RandomLife(seededRandom()).live(20);
    const segments = surviving.map(
      (step): Segment => ({ batches: [{ batch: { type: "steps", steps: [step] }, final: 0n }] }),
    );
    let isLost = false;
    const lossy: Database = {
      ...{
        kind: database.kind,
        queries: database.queries,
        prepare: database.prepare.bind(database),
        close: () => database.close(),
      },
      transaction: async (work) => {
        const result = await database.transaction(work);
        isLost = !isLost;
        if (isLost) throw new Error("connection lost");
        return result;
      },
    };
    const { modules } = testModules(lossy);
    const views = new L2Views({}, modules);
    for (const segment of segments) {
      const told = views.follow(scripted(segment)).catch((error: Error) => error.message);
      expect([undefined, "connection lost"]).toContain(await told);
    }
    const found = await dumpViews(database);
    await database.transaction(clearViews);
    await followAll(testModules(database), segments);
    expect(found).toEqual(await dumpViews(database));
  });

  it("apply a batch while the one before is written, though in between it is told that that is final", async () => {
    const gate = Promise.withResolvers<void>();
    const held: Database = {
      ...{ kind: database.kind, queries: database.queries, prepare: () => undefined, close: () => database.close() },
      transaction: async (work) => {
        await gate.promise;
        return database.transaction(work);
      },
    };
    const segments = [3n, 6n].map((number) =>
      segmentOf([fromRewards("ClaimCapUpdated", { claimCap: number })], number),
    );
    const [first, second] = segments.flatMap(({ batches }) => batches.map(({ batch }) => batch));
    let isAskedForMore = false;
    const following = new L2Views({}, testModules(held).modules).follow({
      finalNumber: () => FAR,
      async *batches() {
        if (first !== undefined) yield first;
        yield { type: "finalize", block: { number: 3n, hash: hexOf(32, 3) } };
        isAskedForMore = true;
        if (second !== undefined) yield second;
      },
    });
    await expect.poll(() => isAskedForMore).toBe(true);
    gate.resolve();
    await following;
    expect((await dumpViews(database)).parameter_changes).toMatchObject([{ blockNumber: 3n }, { blockNumber: 6n }]);
  });

  it("are made again when the chain goes back behind what was final", async () => {
    const first = segmentOf([fromRewards("ClaimCapUpdated", { claimCap: 1n })]);
    const second = segmentOf([fromRewards("ClaimCapUpdated", { claimCap: 2n })], 6n);
    const test = testModules(database);
    await followAll(test, [first, second]);
    const other = segmentOf([fromRewards("ClaimCapUpdated", { claimCap: 3n })], 6n);
    const views = new L2Views({}, test.modules);
    let asked = 0;
    // An operator's rewinding: the source tells of it, and everything anew when it is asked again.
    await views.follow({
      finalNumber: () => 3n,
      async *batches(from) {
        asked++;
        if (from !== "start") return yield { type: "reorg", ancestor: 3n };
        for (const { batch } of [...first.batches, ...other.batches]) yield batch;
      },
    });
    expect(asked).toBe(2);
    expect((await dumpViews(database)).parameter_changes).toMatchObject([
      { blockNumber: 3n, args: { claimCap: "1" } },
      { blockNumber: 6n, args: { claimCap: "3" } },
    ]);
    expect(await counted(test.registry, "session_indexer_l2_rebuilds_total")).toBe(1);
  });

  it("leave out what can't be followed, count it by its reason, and follow the rest", async () => {
    const claim = fromRewards("RewardsClaimed", { recipient, amount: 5n, lifetimeRewards: 6n });
    const logs: LooseLog[] = [
      { ...claim, data: "0x" },
      { ...claim, topics: claim.topics.slice(0, 1) },
      { ...claim, topics: [] },
      { ...claim, topics: [hexOf(32, 1)] },
      { ...claim, address: contracts.factory },
      fromRewards("RewardsClaimed", { recipient, amount: 2n ** 63n, lifetimeRewards: 6n }),
      fromRewards("CheckpointRevoked", { height: 2n ** 64n - 1n, claimsRoot: hexOf(32, 1) }),
      fromRewards("ServiceNodeExit", { id: 77, returned: 1n, lockedUntil: 0n }),
      claim,
    ];
    const test = testModules(database);
    await followAll(test, [segmentOf(logs)]);
    const { values = [] } = (await test.registry.getSingleMetric("session_indexer_l2_undecodable_total")?.get()) ?? {};
    expect(values.map(({ labels, value }) => [labels.contract, labels.code, value]).sort()).toEqual([
      ["factory", "EVENT_UNKNOWN", 1],
      ["rewards", "DATA_TOO_SHORT", 1],
      ["rewards", "EVENT_UNKNOWN", 2],
      ["rewards", "ROW_MISSING", 1],
      ["rewards", "TOPICS_WRONG", 1],
      ["rewards", "VALUE_OUT_OF_RANGE", 2],
    ]);
    const dump = await dumpViews(database);
    expect(dump.claims).toMatchObject([{ logIndex: 8, recipient, amount: 5n, lifetimeRewards: 6n }]);
    expect(dump.staked_nodes).toEqual([]);
  });

  it("tell whom a batch is about, once it is durable", async () => {
    const test = testModules(database);
    const seen: unknown[] = [];
    const publish = async () => seen.push((await dumpViews(database)).claims?.length);
    const modules = {
      ...test.modules,
      notices: {
        publish: (notice: never) => {
          test.notices.push(notice);
          void publish();
        },
      },
    };
    const logs = [
      fromRewards("RewardsClaimed", { recipient, amount: 5n, lifetimeRewards: 6n }),
      fromRewards("ServiceNodeExitRequest", { id: 300, contributor: hexOf(20, 9) }),
    ];
    const views = new L2Views({}, modules);
    await views.follow(scripted(segmentOf(logs)));
    const topics = ["network", "events", `address:${recipient}`, `address:${hexOf(20, 9)}`, "node:300"];
    expect(test.notices).toEqual([{ source: "l2", number: 3n, topics: new Set(topics) }]);
    await expect.poll(() => seen).toEqual([1]);
    expect(views.head()).toEqual({ number: 3n, time: 1_800_000_000 });
  });
});
