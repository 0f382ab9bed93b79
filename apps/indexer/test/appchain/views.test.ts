import { isCheckpointHeight } from "@session/protocol";
import { seededRandom } from "@session/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { ChainRecorder } from "../../src/sources/appchain/chainRecorder.ts";
import type { ExecutedBlock } from "../../src/sources/appchain/executeBlock.ts";
import { toHex } from "../../src/sources/appchain/hex.ts";
import { dayOf, hourOf } from "../../src/sources/appchain/time.ts";
import { networkHours } from "../../src/views/network/schema.ts";
import { chainNodes, participationHours } from "../../src/views/nodes/schema.ts";
import { rewardDays, rewardTotals } from "../../src/views/rewards/schema.ts";
import { timeline } from "../../src/views/timeline/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../support/openTestDatabase.ts";
import { allRows, emptyChain, executeAll, silent } from "./support.ts";
import { TestChain, unsignedBls } from "./testChain.ts";

const LENGTH = 160;
/** Some blocks before midnight of 2027-01-16. */
const MIDNIGHT = 1_800_057_600;
const BEFORE_MIDNIGHT = MIDNIGHT - 40;

function randomChain(seed?: number, length = LENGTH): TestChain {
  const random = seededRandom(seed);
  const chain = new TestChain({ nodes: 7, time: BEFORE_MIDNIGHT }, unsignedBls);
  while (chain.height < length) chain.chance(random);
  return chain;
}

describe.each(DATABASE_KINDS)("views of the appchain on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyChain(database));
  const open = (chain: TestChain) => ChainRecorder.open({ database, network: chain.network, logger: silent });

  // The seed: a node becomes payable in the very block at whose end it leaves.
  it.each([undefined, 1985536659])(
    "rewards add up at every checkpoint to what the chain accrued, however cut into batches (seed %s)",
    async (seed) => {
      const chain = randomChain(seed);
      const blocks = executeAll(chain);
      const one = await open(chain);
      let start = 0;
      for (const [index, { state }] of blocks.entries()) {
        if (!isCheckpointHeight(state.height, state.preset) || index % 3 === 0) continue;
        await one.commit(blocks.slice(start, index + 1));
        start = index + 1;
        const rows = await database.queries
          .select({ address: rewardDays.address, amount: sql<string>`sum(${rewardDays.amount})` })
          .from(rewardDays)
          .groupBy(rewardDays.address);
        expect(new Map(rows.map(({ address, amount }) => [address, BigInt(amount)]))).toEqual(
          expectedEarned(blocks[index]),
        );
        const totals = await database.queries.select().from(rewardTotals);
        const accrued = state.accruals().map(({ address, lifetime }) => [toHex(address), lifetime]);
        expect(new Map(totals.map(({ address, lifetime }) => [address, lifetime]))).toEqual(new Map(accrued as never));
        expect(new Set(totals.map(({ height }) => height))).toEqual(new Set([state.height]));
        const { due, carry, settled, virtual, broughtAlong } = state.accounting();
        expect(settled + virtual + carry).toBe(due + broughtAlong);
      }
      const days = await database.queries.selectDistinct({ day: rewardDays.day }).from(rewardDays);
      expect(days.length).toBeGreaterThan(1);
    },
  );

  it("one batch, a batch per block, random batches with restarts, and a replay give equal rows", async () => {
    const chain = randomChain();
    const blocks = executeAll(chain);
    await (await open(chain)).commit(blocks);
    const expected = await allRows(database);
    for (const table of Object.keys(expected)) expect(expected[table]?.length, table).toBeGreaterThan(0);

    await emptyChain(database);
    const single = await open(chain);
    for (const block of blocks) await single.commit([block]);
    expect(await allRows(database)).toEqual(expected);

    await emptyChain(database);
    const random = seededRandom();
    for (let start = 0; start < blocks.length; ) {
      const resumed = await open(chain);
      for (let i = random.int(1, 3); i > 0 && start < blocks.length; i--) {
        const end = start + random.int(1, 20);
        await resumed.commit(blocks.slice(start, end));
        start = Math.min(end, blocks.length);
      }
    }
    expect(await allRows(database)).toEqual(expected);

    await database.queries.delete(timeline);
    await database.queries.update(rewardDays).set({ amount: 1n });
    const replayed = await ChainRecorder.replay({ database, network: chain.network, logger: silent });
    expect(replayed.tip.state.root()).toEqual(blocks.at(-1)?.state.root());
    expect(await allRows(database)).toEqual(expected);
  });

  it("a stop between midnight and the next checkpoint pays nothing twice", async () => {
    // Blocks of 2 s: midnight comes between the 6th and the 7th, checkpoints are the 5th and the 10th.
    const chain = new TestChain({ nodes: 4, time: MIDNIGHT - 13 }, unsignedBls);
    chain.nextWith([]);
    chain.skip(11);
    const blocks = executeAll(chain);
    await (await open(chain)).commit(blocks);
    const expected = await allRows(database);
    expect(new Set(expected.reward_days?.map((row) => (row as { day: string }).day)).size).toBe(2);
    await emptyChain(database);
    const first = await open(chain);
    for (const block of blocks.slice(0, 8)) await first.commit([block]);
    await (await open(chain)).commit(blocks.slice(8));
    expect(await allRows(database)).toEqual(expected);
  });

  it("counts each vote once, in the hour of the block it is for", async () => {
    const chain = randomChain();
    const blocks = executeAll(chain);
    const one = await open(chain);
    for (let start = 0; start < blocks.length; start += 7) await one.commit(blocks.slice(start, start + 7));
    const rows = await database.queries.select().from(participationHours);
    const counted = new Map(rows.map((row) => [`${row.hour}/${row.nodeId}`, [row.present, row.counted]]));
    expect(counted).toEqual(expectedVotes(blocks));
    expect(rows.some(({ present, counted }) => present < counted)).toBe(true);
  });

  it("keeps nodes the chain has forgotten as they last were", async () => {
    const chain = new TestChain({ nodes: 4 }, unsignedBls);
    chain.nextWith([chain.registration(), chain.registration()]);
    chain.next({ ready: chain.ready() });
    chain.nextWith([{ kind: "ServiceNodeExitRequest", data: { id: 2, initiator: new Uint8Array(20) } }]);
    const unlockAt = chain.builder.state.node(2)?.unlockAt ?? 0;
    chain.next({ time: unlockAt });
    chain.nextWith([
      { kind: "ServiceNodeExit", data: { id: 2, returned: 0n, lockedUntil: 0 } },
      { kind: "ServiceNodeLiquidated", data: { id: 256, liquidator: new Uint8Array(20), penalty: 1n, lockedUntil: 0 } },
    ]);
    const one = await open(chain);
    const notice = await one.commit(executeAll(chain));
    const rows = new Map((await database.queries.select().from(chainNodes)).map((row) => [row.id, row]));
    expect([...rows.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 256, 257]);
    expect(rows.get(1)).toMatchObject({ status: "active", registeredHeight: 0, isPayable: 1, unlockAt: null });
    expect(rows.get(2)).toMatchObject({
      status: "forgotten",
      statusHeight: 5,
      removedReason: "voluntary",
      removedAt: unlockAt,
    });
    expect(rows.get(256)).toMatchObject({
      status: "forgotten",
      removedReason: null,
      isPayable: 0,
      registeredHeight: 1,
    });
    expect(rows.get(257)).toMatchObject({ status: "active", statusHeight: 2, removedReason: null });
    const told = await database.queries.select().from(timeline).orderBy(timeline.height, timeline.seq);
    expect(told.filter(({ nodeId }) => nodeId === 2).map(({ type, height, detail }) => [type, height, detail])).toEqual(
      [
        ["exit-requested", 3, { unlockAt }],
        ["node-removed", 4, { reason: "voluntary" }],
        ["node-forgotten", 5, {}],
      ],
    );
    for (const topic of ["network", "events", "node:2", "node:256", "node:257"]) expect(notice.topics).toContain(topic);
    expect(notice.topics).toContain(`address:${rows.get(1)?.contributors[0]?.beneficiary}`);
  });

  it("the last block of each hour stands for it", async () => {
    const chain = randomChain();
    const blocks = executeAll(chain);
    const one = await open(chain);
    for (let start = 0; start < blocks.length; start += 11) await one.commit(blocks.slice(start, start + 11));
    const lastOf = new Map(blocks.map(({ state }) => [hourOf(state.time), state]));
    const rows = await database.queries.select().from(networkHours).orderBy(networkHours.hour);
    expect(rows.map(({ hour, height }) => [hour, height])).toEqual(
      [...lastOf].map(([hour, { height }]) => [hour, height]),
    );
    for (const row of rows) {
      const state = lastOf.get(row.hour);
      const nodes = state?.nodes() ?? [];
      expect(row.active).toBe(nodes.filter(({ status }) => status === "active").length);
      expect(row).toMatchObject({ payable: state?.payableCount, due: state?.due, time: state?.time });
      const staked = nodes.filter(({ status }) => status !== "removed").reduce((sum, { deposit }) => sum + deposit, 0n);
      expect(row.staked).toBe(staked);
      const known = Object.groupBy(
        nodes.filter(({ status }) => status !== "removed"),
        ({ forkVersion }) => forkVersion,
      );
      const counted = Object.entries(known).map(([version, those = []]) => [version, those.length]);
      expect(row.versions).toEqual(Object.fromEntries(counted));
    }
    const decommissions = blocks.flatMap(({ changes }) => changes.filter(({ type }) => type === "node-decommissioned"));
    expect(rows.reduce((sum, row) => sum + row.decommissions, 0)).toBe(decommissions.length);
  });
});

/** By address, without what was brought along and without zeros. */
function expectedEarned(block: ExecutedBlock | undefined): Map<string, bigint> {
  if (block === undefined) throw new Error("no block");
  const { state } = block;
  const brought = new Map(state.genesis.balances.map(({ address, amount }) => [toHex(address), amount * 10n ** 9n]));
  const earned = state.accruals().map(({ address, lifetime }): [string, bigint] => {
    const hex = toHex(address);
    return [hex, lifetime - (brought.get(hex) ?? 0n)];
  });
  return new Map(earned.filter(([, amount]) => amount > 0n));
}

/** By the chain's own record: the bits a height had when it was closed or the chain ended. */
function expectedVotes(blocks: readonly ExecutedBlock[]): Map<string, [number, number]> {
  const votes = new Map<string, [number, number]>();
  const bits = new Map<number, { voters: readonly { id: number }[]; bits: { get(i: number): boolean } }>();
  for (const { state, parent } of blocks)
    for (const commit of state.content.recentCommits)
      bits.set(commit.height, { voters: parent.validatorsAt(commit.height) ?? [], bits: commit.bits });
  for (const { parent, final } of blocks)
    for (const late of final.block.body.commits) {
      const closing = parent.height + 1 - 5;
      const before = parent.commitBits(late.height);
      if (late.height !== closing || before === undefined) continue;
      const merged = before.clone();
      merged.mergeOrWith(late.bits);
      bits.set(late.height, { voters: parent.validatorsAt(late.height) ?? [], bits: merged });
    }
  for (const [height, { voters, bits: seen }] of bits) {
    const hour = hourOf(blocks[height - 1]?.state.time ?? 0);
    for (const [bit, { id }] of voters.entries()) {
      const [present, counted] = votes.get(`${hour}/${id}`) ?? [0, 0];
      votes.set(`${hour}/${id}`, [present + (seen.get(bit) ? 1 : 0), counted + 1]);
    }
  }
  return votes;
}

it("hours and days are those of UTC", () => {
  expect([hourOf(3_599), hourOf(3_600), hourOf(7_199)]).toEqual([0, 3_600, 3_600]);
  expect([dayOf(BEFORE_MIDNIGHT), dayOf(BEFORE_MIDNIGHT + 40)]).toEqual(["2027-01-15", "2027-01-16"]);
});
