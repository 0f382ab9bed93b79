import { devnet } from "@session/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { claims } from "../../../src/views/claims/schema.ts";
import { chainNodes } from "../../../src/views/nodes/schema.ts";
import { poolContributions, pools } from "../../../src/views/pools/schema.ts";
import { rewardTotals } from "../../../src/views/rewards/schema.ts";
import { stakedContributors, stakedNodes } from "../../../src/views/staking/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { appendCheckpoints, chainRow, contributionRow, poolRow, REGISTERED, shareRow, stakedRow } from "./rows.ts";
import { addressOf, bytes32, checksummed, DEPOSIT, emptyTables, NOW, openDataApi } from "./support.ts";

const ME = 700;
const DAY = 86_400;
const QUARTER = DEPOSIT / 4n;

/** Nodes 1 to 6 in six states, in all of which ME has a part; pools 810 to 840. */
async function fillStakes(database: Database): Promise<void> {
  const left = { leftBlock: 5n, leftTime: 5n, leftTx: bytes32(5) };
  await database.transaction(async (writer) => {
    await writer.append(stakedNodes, [
      stakedRow({ id: 1, operator: addressOf(ME) }),
      stakedRow({ id: 2, registeredTime: BigInt(NOW - 100), exitRequestedTime: null }),
      stakedRow({ id: 3, operator: addressOf(ME), exitRequestedTime: BigInt(NOW - 5_000) }),
      stakedRow({
        ...{ id: 4, operator: addressOf(ME), left: "liquidated", ...left, lockedUntil: BigInt(NOW + 50) },
        ...{ liquidatorPenalty: 7n, poolPenalty: 40n },
      }),
      stakedRow({ id: 5, left: "exited", ...left, returned: DEPOSIT }),
      stakedRow({ id: 6 }),
    ]);
    await writer.append(stakedContributors, [
      shareRow(1, 0, ME, DEPOSIT),
      ...[shareRow(2, 0, 2, DEPOSIT - 1_000n), shareRow(2, 1, ME, 1_000n)],
      ...[shareRow(3, 0, ME, QUARTER), shareRow(3, 1, 3, DEPOSIT - QUARTER)],
      ...[shareRow(4, 0, ME, QUARTER), shareRow(4, 1, 4, DEPOSIT - QUARTER)],
      shareRow(5, 0, ME, DEPOSIT),
      { ...shareRow(6, 0, 6, DEPOSIT), beneficiary: addressOf(ME) },
    ]);
    await writer.append(chainNodes, [
      ...[1, 2, 6].map((id) => chainRow({ id })),
      chainRow({ id: 3, status: "removed", removedReason: "voluntary", removedAt: NOW - 10, isPayable: 0 }),
    ]);
    await writer.append(pools, [
      poolRow(810, { operator: addressOf(ME) }),
      poolRow(820, {
        ...{ state: "open", contributed: QUARTER + 5n, contributors: 2 },
        reserved: [{ staker: addressOf(60), amount: "77" }],
      }),
      poolRow(830, {
        ...{ state: "open", contributed: QUARTER, contributors: 1 },
        reserved: [{ staker: addressOf(ME), amount: "5000" }],
      }),
      poolRow(840, {
        state: "full",
        operator: addressOf(ME),
        contributed: DEPOSIT,
        contributors: 1,
        manualFinalize: 1,
      }),
      poolRow(850, { state: "finalized", operator: addressOf(ME), contributed: DEPOSIT, contributors: 1, nodeId: 1 }),
    ]);
    await writer.append(poolContributions, [
      ...[contributionRow(820, 821, QUARTER), contributionRow(820, ME, 5n, NOW - 60)],
      ...[contributionRow(830, 831, QUARTER), contributionRow(840, ME, DEPOSIT), contributionRow(850, ME, DEPOSIT)],
    ]);
    await writer.append(rewardTotals, [{ address: addressOf(ME), lifetime: 88n * 10n ** 9n + 1n, height: 890 }]);
    await writer.append(claims, [
      {
        ...{ blockNumber: 4n, logIndex: 0, time: BigInt(NOW - 9), txHash: bytes32(4), recipient: addressOf(ME) },
        ...{ amount: 30n, lifetimeRewards: 30n },
      },
    ]);
  });
}

describe.each(DATABASE_KINDS)("what an address has on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  it("nodes with roles and shares, pools, rewards and exact totals", async () => {
    await fillStakes(database);
    const { client } = await openDataApi(database);
    const stakes = await client.getStakes({ address: addressOf(ME).toUpperCase().replace("0X", "0x") });
    expect(
      stakes.nodes.map(({ node, roles, stake, returns }) => [node.id, node.state, roles.join(), stake, returns]),
    ).toEqual([
      [6, "active", "beneficiary", "0", "0"],
      [5, "exited", "operator,beneficiary", DEPOSIT.toString(), DEPOSIT.toString()],
      [4, "locked", "operator,beneficiary", QUARTER.toString(), (QUARTER - 47n).toString()],
      [3, "exitable", "operator,beneficiary", QUARTER.toString(), QUARTER.toString()],
      [2, "active", "contributor,beneficiary", "1000", "1000"],
      [1, "active", "operator,beneficiary", DEPOSIT.toString(), DEPOSIT.toString()],
    ]);
    expect(stakes.totals).toEqual({
      staked: (DEPOSIT + 1_000n).toString(),
      returning: QUARTER.toString(),
      locked: (QUARTER - 47n).toString(),
      inPools: (DEPOSIT + 5n).toString(),
    });
    expect(stakes.rewards).toEqual({
      ...{ lifetime: "88", lifetimeLedger: "88000000001", claimed: "30", claimable: "58" },
      ...{ checkpointHeight: 890, accepted: null },
    });
    expect(
      stakes.pools.map(({ pool, roles, contribution, reserved }) => [
        pool.address,
        roles.join(),
        contribution,
        reserved,
      ]),
    ).toEqual([
      [checksummed(840), "operator", DEPOSIT.toString(), "0"],
      [checksummed(830), "reserved", "0", "5000"],
      [checksummed(820), "contributor", "5", "0"],
      [checksummed(810), "operator", "0", QUARTER.toString()],
    ]);
    expect(stakes).toMatchObject({ address: checksummed(ME), isCut: false, areVestingsKnown: true, vestings: [] });
  });

  it("what it can do next, from when, and about what", async () => {
    await fillStakes(database);
    // Removed in block 7.
    await appendCheckpoints(database, [{ height: 10, time: NOW }]);
    const { client } = await openDataApi(database);
    const { actions } = await client.getStakes({ address: addressOf(ME) });
    const told = actions.map(({ type, nodeId, pool, amount, from, until, isPossible }) => [
      ...[type, nodeId ?? pool, amount, from, until, isPossible],
    ]);
    const waits = devnet.exitGraceSec;
    expect(told).toEqual([
      ["claim", null, "58", 0, null, true],
      ["requestExit", 1, null, REGISTERED, null, true],
      ["contributeAsOperator", checksummed(810), QUARTER.toString(), NOW - 500, null, true],
      ["finalizePool", checksummed(840), null, NOW - 500, null, true],
      ["joinReserved", checksummed(830), "5000", NOW - 500, null, true],
      ["withdrawFromPool", checksummed(840), DEPOSIT.toString(), NOW - 500, null, true],
      ["exit", 3, QUARTER.toString(), NOW - 10, NOW - 10 + waits, true],
      ["withdrawLocked", 4, (QUARTER - 47n).toString(), NOW + 50, null, false],
      ["withdrawFromPool", checksummed(820), "5", NOW - 60 + DAY, null, false],
      ["exitAfterWait", 3, QUARTER.toString(), NOW - 5_000 + 30 * DAY, null, false],
      ["requestExit", 2, null, NOW - 100 + 30 * DAY, null, false],
    ]);
  });

  it("an exit once a certified checkpoint proves it, and says that it waits until then", async () => {
    await fillStakes(database);
    const { client, advance } = await openDataApi(database);
    const read = async () => {
      const { nodes, actions } = await client.getStakes({ address: addressOf(ME) });
      const exit = actions.find(({ type }) => type === "exit");
      const left = nodes.find(({ node }) => node.id === 3);
      return [exit?.isPossible, exit?.waitsForCheckpoint, left?.node.exitCheckpoint];
    };
    expect(await read()).toEqual([false, true, null]);
    const before = { height: 5, time: NOW - 20 };
    await appendCheckpoints(database, [before, { height: 10, time: NOW - 5, isCertified: false }]);
    advance();
    expect(await read()).toEqual([false, true, null]);
    await appendCheckpoints(database, [{ height: 15, time: NOW - 3 }]);
    await appendCheckpoints(database, [{ height: 20, time: NOW - 1 }]);
    advance();
    expect(await read()).toEqual([true, false, 15]);
  });

  it("nothing, for an address nobody knows; 400 for what isn't one", async () => {
    const { client, url } = await openDataApi(database);
    expect(await client.getStakes({ address: addressOf(1) })).toMatchObject({
      ...{ nodes: [], pools: [], actions: [], totals: { staked: "0", returning: "0", locked: "0", inPools: "0" } },
      rewards: { lifetime: "0", claimable: "0", checkpointHeight: null },
    });
    for (const address of ["0x1", "me", `0x${"g".repeat(40)}`])
      expect((await fetch(`${url}/v1/stakes/${address}`)).status).toBe(400);
  });

  it("the old backend's answers say the same, amounts as strings", async () => {
    await fillStakes(database);
    const { url } = await openDataApi(database);
    const read = async (path: string) => {
      const response = await fetch(`${url}${path}`);
      expect([response.status, response.headers.get("content-type")], path).toEqual([
        ...[200, "application/json; charset=utf-8"],
      ]);
      return response.json();
    };
    expect(await read("/info")).toMatchObject({
      network: { block_height: 900, node_count: 4, total_staked: (4n * DEPOSIT).toString(), max_stakers: 10 },
      t: NOW,
    });
    const { nodes } = (await read("/nodes")) as { nodes: { contract_id: number }[] };
    expect(nodes.map(({ contract_id }) => contract_id)).toEqual([1, 2, 3, 4, 6]);
    expect(nodes[2]).toMatchObject({
      ...{ is_removable: true, is_liquidatable: false, exit_type: "voluntary", operator_address: checksummed(ME) },
      contributors: [
        { address: checksummed(ME), amount: QUARTER.toString() },
        { address: checksummed(3), beneficiary: checksummed(3) },
      ],
    });
    expect(await read(`/stakes/${addressOf(ME)}`)).toMatchObject({ stakes: { length: 5 }, contracts: { length: 4 } });
    expect(await read(`/rewards/${addressOf(ME)}`)).toMatchObject({
      rewards: {
        ...{ amount: "58", lifetime_rewards: "88", claimed_rewards: "30" },
        ...{ locked_stakes: (DEPOSIT + 1_000n + QUARTER).toString(), timelocked_stakes: (QUARTER - 47n).toString() },
      },
    });
    expect(await read(`/registrations/${"ab".repeat(32)}`)).toMatchObject({ registrations: [] });
    expect(await read(`/registrations/${addressOf(ME)}`)).toMatchObject({ registrations: [] });
    expect((await fetch(`${url}/registrations/me`)).status).toBe(400);
  });
});
