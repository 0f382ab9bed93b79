// @vitest-environment node

import type { RouteName } from "@session/web";
import { hashKey, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { CONTRACT, NOW_SEC, portalAt, serversOfEachTest } from "../../test/support/servers.ts";
import { askWithFallback, type Question } from "./ask.ts";
import { healthOf } from "./indexerHealth.ts";

const ADDRESS = "0x00000000000000000000000000000000000000aa";
const ZERO = `0x${"00".repeat(32)}`;
const RESULTS = {
  params: {
    ...{ stakingRequirement: 25_000n, maxContributors: 10n, claimCap: 4_000n, absenteeCap: 300n },
    ...{ liquidatorRatio: 3n, poolRatio: 17n, recipientRatio: 9_980n },
    durations: {
      ...{ blockInterval: 120n, minExitAge: 7_200n, maxLock: 9n, exitWait: 8n, smallContributorWait: 7n },
      exitRequestRepeat: 6n,
    },
  },
  pausedUntil: BigInt(NOW_SEC + 60),
  claimWindow: [5n, 1_000n, BigInt(NOW_SEC + 90)],
  claims: [40n, 0n],
  latestCheckpoint: { height: 12n, time: 11n, blockHash: ZERO, claimsRoot: ZERO },
  nodes: [[], 0n],
  node: {
    ...{ id: 7, state: 1, operator: ADDRESS, blsPubkey: `0x${"04".repeat(96)}`, ed25519Pubkey: 5n, feeBps: 0 },
    ...{
      deposit: 25_000n,
      penalty: 0n,
      addedAt: 1_000n,
      leaveRequestedAt: 0n,
      lastLeaveRequestAt: 0n,
      lockedUntil: 0n,
    },
    contributors: [{ staker: ADDRESS, beneficiary: ADDRESS, amount: 25_000n }],
  },
};
const COUNTS = {
  ...{ pendingOnL2: 0, joining: 0, active: 0, decommissioned: 0, exitRequested: 0, unlocking: 0, exitable: 0 },
  ...{ liquidatable: 0, locked: 0, exited: 0, liquidated: 0, rejected: 0 },
};

const servers = serversOfEachTest();

const question = <Name extends RouteName>(name: Name, input: Question<Name>["input"]): Question<Name> => ({
  ...{ name, input, queryKey: ["indexer", name, input], signal: new AbortController().signal },
});

test("with the indexer gone, parameters come from the contract, a pause among them, and it is said where from", async () => {
  const portal = portalAt({ indexer: await servers.dead(), rpc: await servers.rpc(RESULTS) });
  const asked = question("getParams", {});
  const params = await askWithFallback(portal, new QueryClient(), asked);
  expect(params).toMatchObject({
    preset: "mainnet",
    staking: { requirement: "25000", maxContributors: 10, operatorMinimum: "6250" },
    claims: { capPerCycle: "4000", capPerRecipient: "1000", cycleEndsAt: NOW_SEC + 90 },
    pause: { isPaused: true, until: NOW_SEC + 60 },
    contracts: { sesh: CONTRACT },
  });
  const health = healthOf(portal.indexer);
  expect(health.isFromChain(hashKey(asked.queryKey))).toBe(true);
  expect(health.awaySinceMs()).not.toBeNull();
});

test("must-not-repeat 4.2: waits of the appchain are those a node names, not those this portal was built with", async () => {
  const contracts = { serviceNodeRewards: CONTRACT, rewardRatePool: CONTRACT, sesh: CONTRACT };
  const waits = { unlockSec: 77, exitGraceSec: 1, deregistrationLockSec: 1, minExitAgeSec: 1, payableAfterSec: 1 };
  const others = { initialCreditSec: 1, proofIntervalSec: 1, proofValidSec: 1, l2Step: 1, maxContributors: 1 };
  const blocks = { blockIntervalSec: 120, checkpointIntervalBlocks: 5, stakingRequirement: "1" };
  const json = { preset: "mainnet", chainId: "1", genesisHash: ZERO, contracts, ...waits, ...others, ...blocks };
  const node = await servers.listen((path) => (path === "/v1/params" ? { json } : { status: 404, json: {} }));
  const portal = portalAt({ indexer: await servers.dead(), rpc: await servers.rpc(RESULTS), nodes: [node] });
  const { durations } = await askWithFallback(portal, new QueryClient(), question("getParams", {}));
  expect(durations.chain.unlockSec).toBe(77);
  expect(durations.contract.exitWaitSec).toBe(8);
});

test("an answer of the indexer is taken, and ends its absence", async () => {
  let isDown = true;
  const page = { asOf: { l2Block: "1", height: 2 }, items: [], next: null, counts: COUNTS };
  const indexer = await servers.listen(() => (isDown ? { status: 502, text: "<html>Bad Gateway" } : { json: page }));
  const portal = portalAt({ indexer, rpc: await servers.rpc(RESULTS) });
  const client = new QueryClient();
  const asked = question("listNodes", {});
  expect((await askWithFallback(portal, client, asked)).asOf).toEqual({ l2Block: "16", height: 0 });
  isDown = false;
  // Within the rest it isn't asked again, unless its stream says it is back.
  expect((await askWithFallback(portal, client, asked)).asOf.height).toBe(0);
  const live = { ...portal, live: { state: () => "live" } as unknown as typeof portal.live };
  expect((await askWithFallback(live, client, asked)).asOf.height).toBe(2);
  const health = healthOf(portal.indexer);
  expect(health.awaySinceMs()).toBeNull();
  expect(health.isFromChain(hashKey(asked.queryKey))).toBe(false);
});

test("what the chain can't know keeps the indexer's error; a refusal isn't replaced by the chain", async () => {
  const rpc = await servers.rpc(RESULTS);
  const gone = portalAt({ indexer: await servers.dead(), rpc });
  const history = question("getNetworkHistory", {});
  await expect(askWithFallback(gone, new QueryClient(), history)).rejects.toMatchObject({
    detail: { code: "API_UNREACHABLE" },
  });
  const problem = { type: "t", title: "No", status: 404, code: "NOT_FOUND", detail: "No.", requestId: "r" };
  const refusing = portalAt({ indexer: await servers.listen(() => ({ status: 404, json: problem })), rpc });
  await expect(askWithFallback(refusing, new QueryClient(), question("getNode", { id: 9 }))).rejects.toMatchObject({
    detail: { apiCode: "NOT_FOUND" },
  });
  expect(healthOf(refusing.indexer).awaySinceMs()).toBeNull();
});

test("with indexer and L2 gone the error is the indexer's", async () => {
  const portal = portalAt({ indexer: await servers.dead(), rpc: await servers.dead() });
  await expect(askWithFallback(portal, new QueryClient(), question("getParams", {}))).rejects.toMatchObject({
    detail: { code: "API_UNREACHABLE" },
  });
});

test("what the indexer said last fills in what the chain doesn't know", async () => {
  const portal = portalAt({ indexer: await servers.dead(), rpc: await servers.rpc(RESULTS) });
  const client = new QueryClient();
  const asked = question("getRewards", { address: ADDRESS });
  client.setQueryData(asked.queryKey, { byNode: [{ nodeId: 1, amountLedger: "5", amount: "0" }], claimed: "1" });
  const rewards = await askWithFallback(portal, client, asked);
  expect(rewards).toMatchObject({ byNode: [{ nodeId: 1 }], claimed: "40", accepted: { height: 12 } });
});

test("who may be liquidated is known by a node and the contract together", async () => {
  const at = NOW_SEC - 8 * 86_400;
  const checkpoint = { height: 5, time: 5, blockHash: ZERO, claimsRoot: ZERO };
  const certificate = { signature: "0x", nonSigners: "0x", setVersion: "1", signed: [], absent: [] };
  const removed = { reason: "voluntary", at, lockedUntil: 0, liquidatableFrom: null };
  const exit = { id: 7, reason: "voluntary", removedAt: at, checkpoint, certificate };
  const view = {
    ...{ id: 7, status: "removed", operator: ADDRESS, ed25519: ZERO, bls: "0x04", feeBps: 0, deposit: "25000" },
    ...{
      contributors: [],
      registeredAt: 1_000,
      payable: false,
      payableAt: 1_000,
      unlockAt: null,
      creditSec: 0,
      removed,
    },
  };
  const proof = { lockedUntil: 0, proof: [] };
  let liquidation: typeof proof | null = proof;
  const node = await servers.listen((path) => {
    const row = { ...exit, exit: proof, liquidation };
    if (path.startsWith("/v1/exits/")) return { json: row };
    return { json: path.startsWith("/v1/exits") ? { exits: [row], next: null } : view };
  });
  const rpc = await servers.rpc(RESULTS);
  const portal = portalAt({ indexer: await servers.dead(), rpc, nodes: [node] });
  const { items } = await askWithFallback(portal, new QueryClient(), question("listLiquidations", {}));
  expect(items).toMatchObject([
    {
      isPossible: true,
      waitsForCheckpoint: false,
      from: at + 7 * 86_400,
      lockedUntil: at + 30 * 86_400,
      liquidatorReward: "7",
      poolPenalty: "43",
    },
  ]);
  liquidation = null;
  const unproved = await askWithFallback(portal, new QueryClient(), question("listLiquidations", {}));
  expect(unproved.items).toMatchObject([{ isPossible: false, waitsForCheckpoint: true }]);
  const left = { ...RESULTS, node: { ...RESULTS.node, state: 2 } };
  const gone = portalAt({ indexer: await servers.dead(), rpc: await servers.rpc(left), nodes: [node] });
  const none = await askWithFallback(gone, new QueryClient(), question("listLiquidations", {}));
  expect(none.items).toEqual([]);
});
