import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { L2Views, type StepBatch } from "../../src/pipeline/l2Views.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { dumpViews, testModules } from "./support/harness.ts";
import { fromFactory, fromPool, fromRewards, hexOf, type LooseLog } from "./support/logs.ts";

const [pool, staker, other] = [hexOf(20, 0x900001), hexOf(20, 0xa1), hexOf(20, 0xa2)];

function batchOf(number: bigint, logs: readonly LooseLog[]): StepBatch {
  const block = { number, hash: hexOf(32, Number(number)), parentHash: hexOf(32, 0), timestamp: 1_800_000_000n };
  const place = { blockNumber: number, blockHash: block.hash, transactionHash: hexOf(32, 7) };
  const placed = logs.map((log, logIndex) => ({ ...log, ...place, logIndex }));
  return { type: "steps", steps: [{ block, logs: placed, reads: [] }] };
}

const contributed = (amount: bigint) =>
  fromPool(pool)("Contributed", { staker: other, beneficiary: other, amount, contributed: 100n + amount });

const deploy = fromFactory("PoolDeployed", {
  ...{ pool, operator: staker, blsPubkey: hexOf(96, 1), reserved: [], manualFinalize: false },
  params: { ed25519Pubkey: 1n, ed25519Signature0: 1n, ed25519Signature1: 2n, feeBps: 5 },
  ...{ stakingRequirement: 1_000n, maxContributors: 10n },
});

/** Rows come into being, change and go from one batch to the next. */
const batches: readonly StepBatch[] = [
  batchOf(1n, [
    deploy,
    fromPool(pool)("Contributed", { staker, beneficiary: staker, amount: 100n, contributed: 100n }),
    contributed(50n),
  ]),
  batchOf(2n, [fromPool(pool)("ContributionWithdrawn", { staker: other, amount: 50n, contributed: 100n })]),
  batchOf(3n, [contributed(70n), fromRewards("ClaimCapUpdated", { claimCap: 1n })]),
  batchOf(4n, [fromPool(pool)("FeeUpdated", { feeBps: 9 })]),
];

describe("views that work on a batch while the one before is written", () => {
  let database: Database;
  beforeEach(async () => {
    database = await openTestDatabase("pglite");
  });
  afterEach(() => database.close());

  const withTransactions = (transaction: Database["transaction"]): Database => ({
    ...{
      kind: database.kind,
      queries: database.queries,
      prepare: database.prepare.bind(database),
      close: () => database.close(),
    },
    transaction,
  });

  it("see its rows, those that are gone among them", async () => {
    // Each write begins only when the next batch has been asked for, decoded and applied, or there is none.
    let askedFor = 0;
    let begun = 0;
    const waiting: (() => void)[] = [];
    const slow = withTransactions(async (work) => {
      const turn = ++begun;
      if (turn < batches.length && askedFor <= turn) await new Promise<void>((resolve) => waiting.push(resolve));
      // Its rows are looked for meanwhile.
      for (let i = 0; i < 100; i++) await Promise.resolve();
      return database.transaction(work);
    });
    const views = new L2Views({}, testModules(slow).modules);
    await views.follow({
      finalNumber: () => 2n ** 60n,
      async *batches() {
        for (const batch of batches) {
          askedFor++;
          for (const go of waiting.splice(0)) go();
          yield batch;
        }
      },
    });
    expect(begun).toBe(batches.length);
    const found = await dumpViews(database);
    expect(found.pools).toMatchObject([
      { address: pool, contributed: 170n, contributors: 2, feeBps: 9, state: "open" },
    ]);
    expect(found.pool_contributions).toMatchObject([
      { staker, amount: 100n },
      { staker: other, amount: 70n },
    ]);
    expect(views.position()?.number).toBe(4n);
  });

  it("fail with its write, even if nothing comes after it", async () => {
    const broken = withTransactions(() => Promise.reject(new Error("disk full")));
    const views = new L2Views({}, testModules(broken).modules);
    const following = views.follow({
      finalNumber: () => undefined,
      async *batches() {
        yield batches[0] as StepBatch;
        await new Promise(() => undefined);
      },
    });
    await expect(following).rejects.toThrow("disk full");
    expect(views.position()).toBeUndefined();
  });
});
