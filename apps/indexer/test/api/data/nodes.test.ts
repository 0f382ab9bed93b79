import { serviceNodeRewardsAbi } from "@session/contracts";
import { encodeAbiParameters, encodeEventTopics, numberToHex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { l2Logs } from "../../../src/raw/schema.ts";
import { chainNodes, participationHours } from "../../../src/views/nodes/schema.ts";
import { outcomes } from "../../../src/views/outcomes/schema.ts";
import { parameterChanges } from "../../../src/views/parameters/schema.ts";
import { pools } from "../../../src/views/pools/schema.ts";
import { stakedContributors, stakedNodes } from "../../../src/views/staking/schema.ts";
import { eventSubjects } from "../../../src/views/subjects/schema.ts";
import { timeline } from "../../../src/views/timeline/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { blsOf, chainRow, ed25519Of, poolRow, REGISTERED, shareRow, stakedRow } from "./rows.ts";
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
} from "./support.ts";

const IDS = Array.from({ length: 37 }, (_, index) => index + 1);

/** Nodes whose sort values have many ties. */
async function fillNodes(database: Database, ids: readonly number[]): Promise<void> {
  await database.transaction(async (writer) => {
    await writer.append(
      stakedNodes,
      ids.map((id) =>
        stakedRow({
          ...{ id, feeBps: (id % 4) * 100, deposit: DEPOSIT + BigInt(id % 3) },
          registeredTime: BigInt(REGISTERED + (id % 5)),
        }),
      ),
    );
    await writer.append(
      chainNodes,
      ids.map((id) => chainRow({ id, creditSec: (id % 6) * 10, unlockAt: id % 7 === 0 ? NOW + (id % 2) : null })),
    );
    await writer.append(
      stakedContributors,
      ids.flatMap((id) => [
        shareRow(id, 0, id, DEPOSIT / 4n),
        { ...shareRow(id, 1, 500 + (id % 3), DEPOSIT - DEPOSIT / 4n), beneficiary: addressOf(900 + (id % 2)) },
      ]),
    );
  });
}

describe.each(DATABASE_KINDS)("lists of nodes on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  const sorts = ["id", "registered", "deposit", "fee", "unlock", "credit"] as const;
  it.each(sorts)("sorted by %s, both ways: each node once, ties by id, whatever comes in between", async (sort) => {
    await fillNodes(database, IDS);
    const { client, advance } = await openDataApi(database);
    for (const order of ["asc", "desc"] as const) {
      const read = (cursor: string | undefined) =>
        client.listNodes({ sort, order, limit: 5, ...(cursor && { cursor }) });
      const whole = (await client.listNodes({ sort, order, limit: 200 })).items;
      const sign = order === "asc" ? 1 : -1;
      const value = (node: (typeof whole)[number]) =>
        ({
          id: node.id,
          registered: node.registeredAt,
          deposit: Number(BigInt(node.deposit) - DEPOSIT),
          fee: node.feeBps,
          unlock: node.unlockAt ?? sign * Number.MAX_SAFE_INTEGER,
          credit: node.creditSec ?? 0,
        })[sort];
      const expected = [...whole].sort((a, b) => sign * (value(a) - value(b) || a.id - b.id));
      expect(whole.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      // A node that registers in the middle of the reading shows up at its own place or not at all: no other moves.
      let added = order === "asc" ? 100 : 200;
      const seen = await allPages(read, async () => {
        added += 1;
        await fillNodes(database, [added]);
        advance();
      });
      const old = seen.map(({ id }) => id).filter((id) => id <= 37);
      expect(old).toEqual(expected.map(({ id }) => id).filter((id) => id <= 37));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    }
  });

  it("filters by operator, staker, beneficiary and any of them, in any case", async () => {
    await fillNodes(database, IDS);
    const { client } = await openDataApi(database);
    const ids = async (filter: Parameters<typeof client.listNodes>[0]) =>
      (await client.listNodes({ limit: 200, ...filter })).items.map(({ id }) => id);
    expect(await ids({ operator: checksummed(7) })).toEqual([7]);
    expect(await ids({ staker: addressOf(501).toUpperCase().replace("0X", "0x") })).toEqual(
      IDS.filter((id) => id % 3 === 1),
    );
    expect(await ids({ beneficiary: addressOf(901) })).toEqual(IDS.filter((id) => id % 2 === 1));
    expect(await ids({ mine: addressOf(901), state: "unlocking" })).toEqual([7, 21, 35]);
    expect(await ids({ mine: addressOf(7) })).toEqual([7]);
    expect(await ids({ staker: addressOf(901) })).toEqual([]);
  });

  it("searches by the start of an id, of either key or of the operator's address; finds those that left, too", async () => {
    await fillNodes(database, [2, 20, 201, 3]);
    await database.transaction((writer) =>
      writer.append(stakedNodes, [stakedRow({ id: 2_004, left: "exited", leftTime: 1n, leftTx: bytes32(1) })]),
    );
    const { client } = await openDataApi(database);
    const ids = async (search: string) => (await client.listNodes({ search })).items.map(({ id }) => id);
    expect(await ids("2")).toEqual([2, 20, 201, 2_004]);
    expect(await ids("20")).toEqual([20, 201, 2_004]);
    expect(await ids(ed25519Of(201).slice(0, 12))).toEqual([201]);
    expect(await ids(ed25519Of(3).toUpperCase().replace("0X", "0x"))).toEqual([3]);
    expect(await ids(blsOf(20).slice(2, 14))).toEqual([20]);
    const { bls } = await client.getNode({ id: 3 });
    expect(await ids(bls.slice(0, 20))).toEqual([3]);
    expect(await ids(bls)).toEqual([3]);
    const otherSign = `0x${(Number.parseInt(bls.charAt(2), 16) ^ 2).toString(16)}${bls.slice(3)}`;
    expect(await ids(otherSign)).toEqual([]);
    expect(await ids(addressOf(20))).toEqual([20]);
    expect(await ids("ffffffff")).toEqual([]);
  });

  it("refuses what isn't a cursor of this list, a state, a sort, an address; unknown fields, too", async () => {
    await fillNodes(database, IDS);
    const { client, url } = await openDataApi(database);
    const { next } = await client.listNodes({ sort: "fee", limit: 5 });
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.listNodes({ sort: "deposit", cursor: next ?? "" }))).toEqual(refused);
    expect(await refusalOf(client.listNodes({ sort: "fee", order: "desc", cursor: next ?? "" }))).toEqual(refused);
    const forged = ["fee-asc", "999999999999999999999", "1", "1"];
    const cursors = [
      "",
      "x",
      "%00",
      "[]",
      JSON.stringify(forged),
      JSON.stringify(["fee-asc", "1", "1", "99999999999"]),
    ];
    for (const text of cursors) {
      const cursor = Buffer.from(text).toString("base64url");
      expect(await refusalOf(client.listNodes({ sort: "fee", cursor })), text).toEqual(refused);
    }
    const largest = JSON.stringify(["fee-asc", "999999999999999999", "99999999", "9999999999"]);
    const { items } = await client.listNodes({ sort: "fee", cursor: Buffer.from(largest).toString("base64url") });
    expect(items).toEqual([]);
    for (const query of ["state=dead", "state=", "sort=age", "mine=0x12", "search=zz", "limit=0", "limit=1e3", "x=1"]) {
      const response = await fetch(`${url}/v1/nodes?${query}`);
      expect(response.status, query).toBe(400);
      expect(await response.json()).toMatchObject({ code: "INVALID_PARAMETER" });
    }
  });
});

const EXIT_REQUEST = encodeEventTopics({
  abi: serviceNodeRewardsAbi,
  eventName: "ServiceNodeExitRequest",
  args: { id: 5, contributor: addressOf(77) },
}) as [`0x${string}`, `0x${string}`, `0x${string}`];

function exitRequestLog(blockNumber: bigint, time: number): typeof l2Logs.$inferInsert {
  const [topic0, topic1, topic2] = EXIT_REQUEST;
  const place = { blockNumber, logIndex: 3, blockHash: bytes32(1), time: BigInt(time), txHash: bytes32(2) };
  return { ...place, address: addressOf(0), topic0, topic1, topic2, topic3: null, data: "0x" };
}

describe.each(DATABASE_KINDS)("one node on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  async function fill(): Promise<void> {
    const pool = poolRow(300, { state: "finalized", nodeId: 5 });
    await database.transaction(async (writer) => {
      await writer.append(pools, [pool]);
      await writer.append(stakedNodes, [
        stakedRow({ id: 5, initiator: pool.address, feeBps: 500, exitRequestedTime: BigInt(NOW - 90) }),
      ]);
      await writer.append(chainNodes, [chainRow({ id: 5, unlockAt: NOW - 30, creditSec: 90, creditTime: NOW - 300 })]);
      await writer.append(stakedContributors, [shareRow(5, 0, 5, DEPOSIT / 2n), shareRow(5, 1, 77, DEPOSIT / 2n)]);
      const event = { l2Number: 40n, logIndex: 3, txHash: bytes32(2), height: 60, nodeId: 5 };
      await writer.append(outcomes, [
        { ...event, l2Number: 20n, kind: "NewServiceNode", result: "applied", height: 30 },
        { ...event, kind: "ServiceNodeExitRequest", result: "rejected", code: "EXIT_ALREADY_REQUESTED", message: "…" },
      ]);
      const args = { liquidatorRatio: "3", poolRatio: "17", recipientRatio: "9980" };
      await writer.append(parameterChanges, [
        { ...{ blockNumber: 1n, logIndex: 0, time: 1n, txHash: bytes32(1) }, name: "LiquidationRatiosUpdated", args },
      ]);
    });
  }

  async function fillTimeline(): Promise<void> {
    const blocks = [10, 20, 30, 40];
    await database.transaction(async (writer) => {
      await writer.append(
        l2Logs,
        blocks.map((block) => exitRequestLog(BigInt(block), NOW - 400 + 5 * block)),
      );
      await writer.append(
        eventSubjects,
        blocks.map((block) => ({
          ...{ blockNumber: BigInt(block), logIndex: 3, kind: "node" as const, subject: numberToHex(5, { size: 3 }) },
        })),
      );
      await writer.append(
        timeline,
        [1, 2, 3, 4, 5].map((n) => ({
          ...{ height: 10 * n, seq: n, time: NOW - 400 + 50 * n, nodeId: 5 },
          ...{ type: n === 3 ? "node-decommissioned" : "node-active", detail: n === 3 ? { reason: "not-ready" } : {} },
        })),
      );
    });
  }

  it("is told with both views, its stakes, its pool, penalty and times, by id and by either key", async () => {
    await fill();
    await fillTimeline();
    const { client } = await openDataApi(database);
    const node = await client.getNode({ id: 5 });
    expect(node).toMatchObject({
      ...{ id: 5, state: "unlocking", operator: checksummed(5), ed25519: ed25519Of(5), feeBps: 500, contributors: 2 },
      ...{ pool: checksummed(300), exitRequestedAt: NOW - 90, unlockAt: NOW - 30, exitableFrom: NOW - 30 },
      ...{ escapeFrom: NOW - 90 + 30 * 86_400, liquidatableFrom: null, creditSec: 100, isPayable: true },
      shares: [
        { position: 0, staker: checksummed(5), amount: (DEPOSIT / 2n).toString() },
        { position: 1, staker: checksummed(77), returns: (DEPOSIT / 2n).toString() },
      ],
      contract: { state: "active", initiator: checksummed(300), bls: blsOf(5) },
      chain: { status: "active", creditSec: 90, creditAt: NOW - 300 },
      registration: { result: "applied", height: 30 },
      lastDecommission: { at: NOW - 250, height: 30, reason: "not-ready" },
      penalty: { liquidator: "7500000000", pool: "42500000000" },
      asOf: { l2Block: "5000", height: 900 },
    });
    expect(node.timeline).toHaveLength(9);
    for (const id of [node.ed25519, node.ed25519.slice(2).toUpperCase(), node.bls, node.contract.bls])
      expect((await client.getNode({ id })).id).toBe(5);
  });

  it("a key that two registrations name is the one's the appchain accepted", async () => {
    await database.transaction(async (writer) => {
      await writer.append(
        stakedNodes,
        [5, 6, 7].map((id) => stakedRow({ id, ed25519: ed25519Of(5) })),
      );
      await writer.append(chainNodes, [
        chainRow({ id: 5, status: "decommissioned" }),
        chainRow({ id: 6, status: "removed", removedReason: "rejected", removedAt: NOW - 5 }),
      ]);
    });
    const { client } = await openDataApi(database);
    expect((await client.getNode({ id: ed25519Of(5) })).id).toBe(5);
  });

  it("its timeline merges both chains, newest first, page by page, and what comes later moves nothing", async () => {
    await fill();
    await fillTimeline();
    const { client } = await openDataApi(database);
    const whole = await client.getNodeTimeline({ id: 5 });
    expect(whole.next).toBeNull();
    expect(whole.items.map(({ at, source }) => `${at - NOW + 400} ${source}`)).toEqual([
      "250 chain",
      "200 chain",
      "200 l2",
      "150 chain",
      "150 l2",
      "100 chain",
      "100 l2",
      "50 chain",
      "50 l2",
    ]);
    const newest = whole.items.find(({ source }) => source === "l2");
    expect(newest).toMatchObject({ type: EXIT_REQUEST[0], l2: { block: "40", outcome: { result: "rejected" } } });
    for (const limit of [1, 2, 4]) {
      const read = (cursor: string | undefined) => client.getNodeTimeline({ id: 5, limit, ...(cursor && { cursor }) });
      let height = 1_000 * limit;
      const items = await allPages(read, async () => {
        height += 1;
        const event = { height, seq: 0, time: NOW, nodeId: 5, type: "node-payable", detail: {} };
        await database.transaction((writer) => writer.append(timeline, [event]));
      });
      expect(items.filter(({ type }) => type !== "node-payable")).toEqual(whole.items);
    }
  });

  it("its participation by hour, at most 1,000 of them", async () => {
    await fill();
    const hour = NOW - (NOW % 3_600);
    await database.transaction((writer) =>
      writer.append(
        participationHours,
        [1, 0].map((back) => ({
          ...{ hour: hour - back * 3_600, nodeId: 5, present: 20 + back, counted: 30 },
        })),
      ),
    );
    const { client } = await openDataApi(database);
    expect((await client.getNodeParticipation({ id: 5 })).items).toEqual([
      { hour: hour - 3_600, present: 21, counted: 30 },
      { hour, present: 20, counted: 30 },
    ]);
    expect((await client.getNodeParticipation({ id: 5, from: hour })).items).toHaveLength(1);
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.getNodeParticipation({ id: 5, from: 0 }))).toEqual(refused);
    expect(await refusalOf(client.getNodeParticipation({ id: 5, from: 9, to: 8 }))).toEqual(refused);
  });

  it("answers 404 for a node nobody has registered, 400 for what can't be one (§4.8)", async () => {
    await fill();
    const { client, url } = await openDataApi(database);
    for (const id of [6, 99_999_999, bytes32(9), `0x8${"1".repeat(95)}`, `0x${"1".repeat(192)}`]) {
      expect(await refusalOf(client.getNode({ id })), String(id)).toEqual({ status: 404, code: "NOT_FOUND" });
      expect(await refusalOf(client.getNodeTimeline({ id }))).toEqual({ status: 404, code: "NOT_FOUND" });
    }
    for (const id of ["0x5", "five", "123456789", "-1", "0x", "1.5", `0x${"g".repeat(64)}`])
      expect((await fetch(`${url}/v1/nodes/${id}`)).status, id).toBe(400);
  });

  it("liquidations: soonest first, with what they pay, and only those that can come to it", async () => {
    await fill();
    const removed = (id: number, removedReason: "voluntary" | "deregistered" | "rejected" | "missed", ago: number) =>
      chainRow({ id, status: "removed", removedReason, removedAt: NOW - ago, isPayable: 0 });
    await database.transaction(async (writer) => {
      const ids = [11, 12, 13, 14, 15, 16];
      await writer.append(
        stakedNodes,
        ids.map((id) => stakedRow({ id, ...(id === 16 && { left: "exited", leftTime: 1n, leftTx: bytes32(1) }) })),
      );
      await writer.append(
        stakedContributors,
        ids.map((id) => shareRow(id, 0, id, DEPOSIT / 4n)),
      );
      await writer.append(chainNodes, [
        ...[removed(11, "voluntary", 10), removed(12, "deregistered", 61), removed(13, "rejected", 999)],
        ...[removed(14, "missed", 999), removed(15, "voluntary", 60), removed(16, "voluntary", 999)],
      ]);
    });
    const { client } = await openDataApi(database);
    const items = await allPages((cursor) => client.listLiquidations({ limit: 2, ...(cursor && { cursor }) }));
    expect(items.map(({ node, isPossible, from }) => [node.id, isPossible, from - NOW])).toEqual([
      [12, true, -1],
      [15, true, 0],
      [11, false, 50],
    ]);
    expect(items[0]).toMatchObject({
      ...{ liquidatorReward: "7500000000", poolPenalty: "42500000000", operatorStake: (DEPOSIT / 4n).toString() },
      ...{ lockedUntil: NOW - 61 + 120, operator: checksummed(12) },
    });
  });
});

it("numbers in test logs are what the ABI makes of them", () => {
  expect(encodeAbiParameters([{ type: "uint24" }], [5])).toBe(EXIT_REQUEST[1]);
});
