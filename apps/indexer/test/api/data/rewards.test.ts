import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { acceptedCheckpoints, claims } from "../../../src/views/claims/schema.ts";
import { networkHours } from "../../../src/views/network/schema.ts";
import { chainNodes } from "../../../src/views/nodes/schema.ts";
import { l2Hours } from "../../../src/views/parameters/schema.ts";
import { pools } from "../../../src/views/pools/schema.ts";
import { rewardDays, rewardTotals } from "../../../src/views/rewards/schema.ts";
import { stakedNodes } from "../../../src/views/staking/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { chainRow, poolRow, stakedRow } from "./rows.ts";
import {
  addressOf,
  allPages,
  bytes32,
  checksummed,
  DEPOSIT,
  emptyTables,
  NOW,
  openDataApi,
  refusalOf,
  SESH,
} from "./support.ts";

const ME = 700;
const DAY_MS = 86_400_000;
const dayBefore = (days: number) => new Date(NOW * 1_000 - days * DAY_MS).toISOString().slice(0, 10);
/** What node n earned for an address on a day, in ledger units: never a whole base unit, beyond 2^53. */
const earned = (days: number, node: number) => 123_456_789_012_345_678n * BigInt(node) + BigInt(days);

describe.each(DATABASE_KINDS)("rewards on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  const DAYS = Array.from({ length: 400 }, (_, days) => days);
  const NODES = [3, 1, 2];

  async function fill(): Promise<bigint> {
    const lines = DAYS.flatMap((days) => NODES.map((node) => ({ days, node, amount: earned(days, node) })));
    const lifetime = lines.reduce((sum, { amount }) => sum + amount, 0n);
    await database.transaction(async (writer) => {
      await writer.append(
        stakedNodes,
        NODES.map((id) => stakedRow({ id })),
      );
      await writer.append(
        rewardDays,
        lines.flatMap(({ days, node, amount }) => [
          { day: dayBefore(days), nodeId: node, address: addressOf(ME), amount },
          { day: dayBefore(days), nodeId: node, address: addressOf(ME + 1), amount: 1n },
        ]),
      );
      await writer.append(rewardTotals, [{ address: addressOf(ME), lifetime, height: 895 }]);
      const place = { time: BigInt(NOW), txHash: bytes32(3), recipient: addressOf(ME) };
      await writer.append(
        claims,
        [1, 2, 3, 4, 5].map((n) => ({
          ...{ ...place, blockNumber: BigInt(100 + (n >> 1)), logIndex: n, amount: BigInt(n) * SESH },
          lifetimeRewards: BigInt(100 * n),
        })),
      );
      const checkpoint = { blockHash: bytes32(8), claimsRoot: bytes32(9), signers: 3, nodes: 4, blockNumber: 90n };
      await writer.append(acceptedCheckpoints, [
        { ...checkpoint, height: 880n, time: 5n, txHash: bytes32(6), isRevoked: 0 },
        { ...checkpoint, height: 890n, time: 6n, txHash: bytes32(7), isRevoked: 1 },
      ]);
    });
    return lifetime;
  }

  it("lifetime, claimed, claimable and the accepted checkpoint; by node, exactly; claims page by page", async () => {
    const lifetime = await fill();
    const { client } = await openDataApi(database);
    const rewards = await client.getRewards({ address: checksummed(ME) });
    const baseUnits = lifetime / 10n ** 9n;
    expect(rewards).toMatchObject({
      ...{ address: checksummed(ME), lifetimeLedger: lifetime.toString(), lifetime: baseUnits.toString() },
      ...{ claimed: (15n * SESH).toString(), claimable: (baseUnits - 15n * SESH).toString(), checkpointHeight: 895 },
      accepted: { height: 880, at: 5, txHash: bytes32(6) },
    });
    expect(rewards.byNode.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3]);
    expect(rewards.byNode.reduce((sum, { amountLedger }) => sum + BigInt(amountLedger), 0n)).toBe(lifetime);
    const read = async (cursor: string | undefined) =>
      (await client.getRewards({ address: addressOf(ME), limit: 2, ...(cursor && { cursor }) })).claims;
    expect((await allPages(read)).map(({ logIndex }) => logIndex)).toEqual([5, 4, 3, 2, 1]);
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.getRewards({ address: addressOf(ME), cursor: "no" }))).toEqual(refused);
  });

  it("history by day sums exactly to the lifetime, within what is asked for", async () => {
    const lifetime = await fill();
    const { client } = await openDataApi(database);
    const address = addressOf(ME);
    const { items } = await client.getRewardHistory({ address, from: dayBefore(399) });
    expect(items).toHaveLength(400);
    expect(items.reduce((sum, { amountLedger }) => sum + BigInt(amountLedger), 0n)).toBe(lifetime);
    expect(items[0]?.day).toBe(dayBefore(399));
    expect((await client.getRewardHistory({ address })).items).toHaveLength(90);
    const some = await client.getRewardHistory({ address, from: dayBefore(5), to: dayBefore(3) });
    expect(some.items.map(({ day }) => day)).toEqual([5, 4, 3].map(dayBefore));
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.getRewardHistory({ address, from: dayBefore(1_000) }))).toEqual(refused);
    expect(await refusalOf(client.getRewardHistory({ address, from: dayBefore(1), to: dayBefore(2) }))).toEqual(
      refused,
    );
    expect(await refusalOf(client.getRewardHistory({ address, from: "2027-02-30" }))).toEqual(refused);
  });

  it("history of one node is its part: the parts of all nodes sum to the whole, exactly", async () => {
    const lifetime = await fill();
    const { client, url } = await openDataApi(database);
    const ask = { address: addressOf(ME), from: dayBefore(399) };
    const parts = await Promise.all(NODES.map((node) => client.getRewardHistory({ ...ask, node })));
    for (const [index, { items }] of parts.entries()) {
      expect(items).toHaveLength(400);
      expect(items.at(-1)).toMatchObject({ day: dayBefore(0), amountLedger: `${earned(0, NODES[index] ?? 0)}` });
    }
    const all = parts.flatMap(({ items }) => items);
    expect(all.reduce((sum, { amountLedger }) => sum + BigInt(amountLedger), 0n)).toBe(lifetime);
    expect((await client.getRewardHistory({ ...ask, node: 4 })).items).toEqual([]);
    const file = await (await fetch(`${url}/v1/rewards/${addressOf(ME)}/history.csv?node=3`)).text();
    const [, ...lines] = file.trimEnd().split("\r\n");
    expect(new Set(lines.map((line) => line.split(",")[1]))).toEqual(new Set(["3"]));
    expect(lines).toHaveLength(400);
    expect((await fetch(`${url}/v1/rewards/${addressOf(ME)}/history?node=x`)).status).toBe(400);
  });

  it("as CSV by RFC 4180: every day and node once, exact to 1e-18 SESH (§4.9)", async () => {
    const lifetime = await fill();
    const { url } = await openDataApi(database);
    const response = await fetch(`${url}/v1/rewards/${checksummed(ME)}/history.csv`);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain(`session-rewards-${addressOf(ME)}.csv`);
    const text = await response.text();
    const [header, ...lines] = text.split("\r\n");
    expect(header).toBe("day,node,base_units,sesh");
    expect(lines.pop()).toBe("");
    expect(lines).toHaveLength(1_200);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n"]/);
    expect(lines.at(-1)).toBe(`${dayBefore(0)},3,370370367.037037034,0.370370367037037034`);
    const ledger = (sesh: string) => {
      const [whole = "", fraction = ""] = sesh.split(".");
      return BigInt(whole + fraction.padEnd(18, "0"));
    };
    expect(lines.reduce((sum, line) => sum + ledger(line.split(",")[3] ?? ""), 0n)).toBe(lifetime);
    expect([...lines].sort((a, b) => (a < b ? -1 : 1))).toEqual(lines);
    const none = await fetch(`${url}/v1/rewards/${addressOf(1)}/history.csv`);
    expect(await none.text()).toBe("day,node,base_units,sesh\r\n");
    expect((await fetch(`${url}/v1/rewards/0x12/history.csv`)).status).toBe(400);
  });

  it.each(["history", "history.csv"])("a day of the year 0, which no database knows, is refused: %s", async (path) => {
    const { url } = await openDataApi(database);
    for (const query of ["from=0000-02-29", "to=0000-12-31", "from=0000-01-01&to=0000-01-02"]) {
      const answer = await fetch(`${url}/v1/rewards/${checksummed(ME)}/${path}?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ code: "INVALID_PARAMETER" });
    }
    expect((await fetch(`${url}/v1/rewards/${checksummed(ME)}/${path}?from=0001-01-01&to=0001-01-02`)).status).toBe(
      200,
    );
  });

  it("of a node: in all, by address, by day", async () => {
    await fill();
    const { client } = await openDataApi(database);
    const mine = DAYS.reduce((sum, days) => sum + earned(days, 2), 0n);
    const node = await client.getNodeRewards({ id: 2, from: dayBefore(1) });
    expect(node).toMatchObject({
      ...{ nodeId: 2, lifetimeLedger: (mine + 400n).toString() },
      byAddress: [
        { address: checksummed(ME), amountLedger: mine.toString() },
        { address: checksummed(ME + 1), amountLedger: "400" },
      ],
      items: [
        { day: dayBefore(1), amountLedger: (earned(1, 2) + 1n).toString() },
        { day: dayBefore(0), amountLedger: (earned(0, 2) + 1n).toString() },
      ],
    });
    expect(await refusalOf(client.getNodeRewards({ id: 77 }))).toEqual({ status: 404, code: "NOT_FOUND" });
  });
});

describe.each(DATABASE_KINDS)("the network on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  const HOUR = NOW - (NOW % 3_600);
  /** Hours back from now, with rewards of one SESH and a bit more each. */
  async function fill(hours: number): Promise<void> {
    const points = Array.from({ length: hours }, (_, back) => back);
    await database.transaction(async (writer) => {
      await writer.append(
        networkHours,
        points.map((back) => ({
          ...{ hour: HOUR - back * 3_600, height: 900 - back, time: HOUR - back * 3_600 + 10, joining: 1, active: 4 },
          ...{ decommissioned: 0, removed: 0, payable: 4 - (back % 2), staked: 5n * DEPOSIT },
          ...{
            stakingRequirement: DEPOSIT,
            rewardRate: 100n * SESH,
            poolReleased: 5n,
            decommissions: 1,
            versions: { "1": 3, "2": 1 },
          },
          due: BigInt(hours - back) * 1_000_000_000_500_000_000n,
        })),
      );
      await writer.append(
        l2Hours,
        points.map((back) => ({
          ...{ hour: BigInt(HOUR - back * 3_600), step: BigInt(5_000 - back), poolBalance: BigInt(1_000 - back) },
          ...{ poolReleased: 77n, rewardRate: 120n * SESH, rewardsBalance: 9n },
        })),
      );
    });
  }

  it("now: nodes by state, stake, rate, APR by its formula; a change shows after its notice", async () => {
    await fill(30);
    await database.transaction(async (writer) => {
      await writer.append(stakedNodes, [
        ...[1, 2, 3].map((id) => stakedRow({ id, feeBps: 100 * id })),
        stakedRow({ id: 4, left: "exited", leftTime: 1n, leftTx: bytes32(1), lockedUntil: BigInt(NOW + 9) }),
      ]);
      await writer.append(
        chainNodes,
        [1, 2].map((id) => chainRow({ id })),
      );
      await writer.append(pools, [poolRow(10, { state: "open", contributed: 55n }), poolRow(20, { contributed: 0n })]);
    });
    const { client, advance } = await openDataApi(database);
    const network = await client.getNetwork();
    const perDay = 120n * SESH * 720n;
    expect(network).toMatchObject({
      nodes: { total: 3, payable: 2, payableAverage: 3.5, averageFeeBps: 200, byState: { active: 2, pendingOnL2: 1 } },
      stake: { staked: (3n * DEPOSIT).toString(), locked: DEPOSIT.toString(), inPools: "55" },
      rewards: {
        ...{ rate: (120n * SESH).toString(), perDay: perDay.toString(), perNodeAndDay: (perDay / 2n).toString() },
        ...{ aprBps: Number((perDay * 365n * 10_000n) / (2n * DEPOSIT)), poolBalance: "1000", poolReleased: "77" },
      },
      sources: { l2: { number: "5000", final: "4995" }, chain: { number: "900", time: NOW, halted: null } },
      price: null,
    });
    await database.transaction((writer) => writer.upsert(chainNodes, [chainRow({ id: 3 })]));
    expect((await client.getNetwork()).nodes.payable).toBe(2);
    advance();
    expect((await client.getNetwork()).nodes).toMatchObject({ payable: 3, byState: { active: 3, pendingOnL2: 0 } });
  });

  it("with a price where one is configured; without a value while it is too old", async () => {
    const told = { currency: "USD", value: "0.123456789012345678", at: NOW, source: "prices.example" };
    let price: Omit<typeof told, "value"> & { readonly value: string | null } = told;
    const { client } = await openDataApi(database, { price: { current: () => price } });
    expect((await client.getNetwork()).price).toEqual(told);
    price = { ...told, value: null };
    expect((await client.getNetwork()).price).toEqual({ ...told, value: null });
  });

  it("an empty database: nothing earned, no APR", async () => {
    const { client } = await openDataApi(database);
    expect(await client.getNetwork()).toMatchObject({
      nodes: { total: 0, payable: 0, averageFeeBps: 0 },
      rewards: { rate: (350n * SESH).toString(), aprBps: null, poolBalance: null },
    });
    expect((await client.getNetworkHistory({})).items).toEqual([]);
  });

  it("its history by hour and by day, with the rewards of each, at most 1,000 points", async () => {
    await fill(60);
    const { client } = await openDataApi(database);
    const { items } = await client.getNetworkHistory({ from: HOUR - 5 * 3_600 });
    expect(items.map(({ from }) => from)).toEqual([5, 4, 3, 2, 1, 0].map((back) => HOUR - back * 3_600));
    expect(items[0]).toMatchObject({
      rewards: "1000000000",
      payable: 3,
      poolBalance: "995",
      versions: { "1": 3, "2": 1 },
    });
    const days = (await client.getNetworkHistory({ resolution: "day" })).items;
    const midnight = NOW - (NOW % 86_400);
    expect(days.map(({ from }) => from)).toEqual([3, 2, 1, 0].map((back) => midnight - back * 86_400));
    expect(days.at(-2)).toMatchObject({ decommissions: 24, rewards: "24000000012" });
    expect(days.reduce((sum, { decommissions }) => sum + decommissions, 0)).toBe(60);
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.getNetworkHistory({ from: 0 }))).toEqual(refused);
    expect(await refusalOf(client.getNetworkHistory({ from: 9, to: 8 }))).toEqual(refused);
    expect(await refusalOf(client.getNetworkHistory({ from: 2 ** 31 }))).toEqual(refused);
  });
});
