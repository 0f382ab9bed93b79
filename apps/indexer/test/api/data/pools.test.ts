import { serviceNodeRewardsAbi } from "@session/contracts";
import { encodeErrorResult } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { poolContributions, pools } from "../../../src/views/pools/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { contributionRow, poolRow } from "./rows.ts";
import {
  addressOf,
  allPages,
  checksummed,
  DEPOSIT,
  emptyTables,
  NOW,
  openDataApi,
  refusalOf,
  SESH,
} from "./support.ts";

const QUARTER = DEPOSIT / 4n;

describe.each(DATABASE_KINDS)("pools on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  /** Open pools with the operator's quarter and one reservation each, differing in all that is sorted by. */
  async function fillPools(numbers: readonly number[]): Promise<void> {
    await database.transaction(async (writer) => {
      await writer.append(
        pools,
        numbers.map((n) =>
          poolRow(n, {
            ...{ state: "open", contributors: 1, contributed: QUARTER + BigInt(n % 5) * SESH, feeBps: (n % 4) * 100 },
            ...{ updatedTime: BigInt(NOW - (n % 6)), deployedTime: BigInt(NOW - 100 - (n % 3)) },
            reserved: n % 2 === 0 ? [{ staker: addressOf(60), amount: (1_000n * SESH).toString() }] : [],
            maxContributors: n % 7 === 0 ? 1 + ((n + 1) % 2) : 10,
          }),
        ),
      );
      await writer.append(
        poolContributions,
        numbers.map((n) => contributionRow(n, n + 1, QUARTER + BigInt(n % 5) * SESH)),
      );
    });
  }
  const NUMBERS = Array.from({ length: 23 }, (_, index) => 1_000 + 10 * index + index);

  it.each(["updated", "deployed", "fee", "minimum", "remaining"] as const)("sorted by %s, each once", async (sort) => {
    await fillPools(NUMBERS);
    const { client, advance } = await openDataApi(database);
    for (const order of ["asc", "desc"] as const) {
      const { items: whole } = await client.listPools({ sort, order, limit: 200 });
      const value = (pool: (typeof whole)[number]) =>
        ({
          updated: BigInt(pool.updatedAt),
          deployed: BigInt(pool.deployedAt),
          fee: BigInt(pool.feeBps),
          minimum: BigInt(pool.minimumContribution),
          remaining: BigInt(pool.maximumContribution),
        })[sort];
      for (const [index, pool] of whole.entries()) {
        const before = whole[index - 1];
        if (before === undefined) continue;
        const [low, high] = order === "asc" ? [before, pool] : [pool, before];
        expect(value(low) <= value(high)).toBe(true);
      }
      if (order === "asc") expect(whole).toHaveLength(sort === "minimum" || sort === "remaining" ? 20 : 23);
      let added = order === "asc" ? 5_000 : 6_000;
      const seen = await allPages(
        (cursor) => client.listPools({ sort, order, limit: 4, ...(cursor && { cursor }) }),
        async () => {
          added += 11;
          await fillPools([added]);
          advance();
        },
      );
      const known = new Set(whole.map(({ address }) => address));
      expect(seen.map(({ address }) => address).filter((address) => known.has(address))).toEqual(
        whole.map(({ address }) => address),
      );
    }
  });

  it("filtered by fee, least contribution, what is left, reservation, operator, state", async () => {
    await fillPools(NUMBERS);
    await database.transaction((writer) => writer.append(pools, [poolRow(9_000), poolRow(9_100, { state: "full" })]));
    const { client } = await openDataApi(database);
    const all = (await client.listPools({ limit: 200 })).items;
    const found = async (filter: Parameters<typeof client.listPools>[0]) =>
      new Set((await client.listPools({ limit: 200, ...filter })).items.map(({ address }) => address));
    const those = (keep: (pool: (typeof all)[number]) => boolean) =>
      new Set(all.filter(keep).map(({ address }) => address));
    const least = (2_083n * SESH + 200_000_000n).toString();
    const left = (18_748n * SESH).toString();
    expect(all).toHaveLength(23);
    expect(await found({ maxFeeBps: 100 })).toEqual(those(({ feeBps }) => feeBps <= 100));
    const small = those((pool) => pool.openSlots > 0 && BigInt(pool.minimumContribution) <= BigInt(least));
    expect(await found({ maxMinimum: least })).toEqual(small);
    const large = those((pool) => BigInt(pool.maximumContribution) >= BigInt(left));
    expect(await found({ minRemaining: left })).toEqual(large);
    for (const some of [small, large]) expect(some.size > 0 && some.size < 23).toBe(true);
    expect(await found({ reservedFor: checksummed(60) })).toEqual(those((pool) => pool.reservedOutstanding !== "0"));
    expect(await found({ operator: addressOf(1_001) })).toEqual(new Set([checksummed(1_000)]));
    expect(await found({ state: "waiting" })).toEqual(new Set([checksummed(9_000)]));
    expect((await found({ state: "all" })).size).toBe(25);
    expect((await client.listPools({})).counts).toEqual({ waiting: 1, open: 23, full: 1, finalized: 0 });
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.listPools({ state: "shut" }))).toEqual(refused);
    expect(await refusalOf(client.listPools({ maxMinimum: "1.5" }))).toEqual(refused);
    expect(await refusalOf(client.listPools({ cursor: "eA" }))).toEqual(refused);
  });

  it("one of them, with places, reservations, an account's limits and why its registration failed, in words", async () => {
    const data = encodeErrorResult({ abi: serviceNodeRewardsAbi, errorName: "BlsKeyInUse", args: [7] });
    await database.transaction(async (writer) => {
      await writer.append(pools, [
        poolRow(810, {
          ...{ state: "open", contributors: 1, contributed: QUARTER, failure: data, maxContributors: 9 },
          reserved: [{ staker: addressOf(60), amount: "9000" }],
        }),
      ]);
      await writer.append(poolContributions, [contributionRow(810, 811, QUARTER)]);
    });
    const { client } = await openDataApi(database);
    const pool = await client.getPool({ address: addressOf(810), account: addressOf(60) });
    const newcomer = 3n * QUARTER - 9_000n;
    expect(pool).toMatchObject({
      ...{ address: checksummed(810), state: "open", remaining: (3n * QUARTER).toString(), openSlots: 7 },
      ...{ reservedOutstanding: "9000", maximumContribution: newcomer.toString(), isCurrent: false },
      minimumContribution: ((newcomer + 6n) / 7n).toString(),
      failure: { name: "BlsKeyInUse", args: ["7"] },
      contributions: [{ staker: checksummed(811), withdrawableFrom: NOW - 500, amount: QUARTER.toString() }],
      reservations: [{ contributor: checksummed(60), amount: "9000", isTaken: false }],
      limits: { minimumContribution: "9000", maximumContribution: (3n * QUARTER).toString(), contribution: null },
      history: [],
    });
    expect(await client.getPoolHistory({ address: addressOf(810) })).toEqual({ items: [], next: null });
    const missing = { status: 404, code: "NOT_FOUND" };
    expect(await refusalOf(client.getPool({ address: addressOf(1) }))).toEqual(missing);
    expect(await refusalOf(client.getPoolHistory({ address: addressOf(1) }))).toEqual(missing);
  });
});
