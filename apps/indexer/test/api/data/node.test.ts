import { serviceNodeRewardsAbi } from "@session/contracts";
import { devnet } from "@session/protocol";
import { testAddress } from "@session/protocol/testing";
import { bytesToHex, encodeEventTopics, numberToHex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { l2Logs } from "../../../src/raw/schema.ts";
import { provedTopics } from "../../../src/sources/appchain/provedTopics.ts";
import { chainNodes, participationHours } from "../../../src/views/nodes/schema.ts";
import { outcomes } from "../../../src/views/outcomes/schema.ts";
import { parameterChanges } from "../../../src/views/parameters/schema.ts";
import { pools } from "../../../src/views/pools/schema.ts";
import { stakedContributors, stakedNodes } from "../../../src/views/staking/schema.ts";
import { eventSubjects } from "../../../src/views/subjects/schema.ts";
import { timeline } from "../../../src/views/timeline/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { appendCheckpoints, blsOf, chainRow, ed25519Of, poolRow, shareRow, stakedRow } from "./rows.ts";
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

const EXIT_REQUEST = encodeEventTopics({
  abi: serviceNodeRewardsAbi,
  eventName: "ServiceNodeExitRequest",
  args: { id: 5, contributor: addressOf(77) },
}) as [`0x${string}`, `0x${string}`, `0x${string}`];

const CONTRACT = bytesToHex(testAddress("ServiceNodeRewards"));

function exitRequestLog(blockNumber: bigint, time: number): typeof l2Logs.$inferInsert {
  const [topic0, topic1, topic2] = EXIT_REQUEST;
  const place = { blockNumber, logIndex: 3, blockHash: bytes32(1), time: BigInt(time), txHash: bytes32(2) };
  return { ...place, address: CONTRACT, topic0, topic1, topic2, topic3: null, data: "0x" };
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
    expect(newest).toMatchObject({
      type: "ServiceNodeExitRequest",
      detail: { id: "5", contributor: checksummed(77) },
      l2: { block: "40", outcome: { result: "rejected", code: "EXIT_ALREADY_REQUESTED" } },
    });
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
    const rows = async () =>
      (await client.listLiquidations({})).items.map(({ node, isPossible, waitsForCheckpoint }) => [
        ...[node.id, isPossible, waitsForCheckpoint, node.exitCheckpoint, node.liquidationCheckpoint],
      ]);
    // Lets all of them go, before the grace of any is over.
    await appendCheckpoints(database, [{ height: 10, time: NOW - 9 }]);
    expect(await rows()).toEqual([
      [12, false, true, 10, null],
      [15, false, true, 10, null],
      [11, false, false, 10, null],
    ]);
    await appendCheckpoints(database, [{ height: 15, time: NOW - 1 }]);
    expect((await rows())[0]).toEqual([12, true, false, 10, 15]);
    await appendCheckpoints(database, [{ height: 20, time: NOW }]);
    expect((await rows())[1]).toEqual([15, true, false, 10, 20]);
    expect((await client.getNode({ id: 12 })).liquidationCheckpoint).toBe(15);
    // Who looks at node 12 hears of it.
    const told = await provedTopics(database.queries, devnet, 15);
    expect(told).toEqual(new Set(["network", "node:12", `address:${addressOf(12)}`]));
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
