// @vitest-environment node
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { createIndexerClient, createNodeClient } from "@session/sdk";
import { hashKey, QueryClient } from "@tanstack/react-query";
import { decodeFunctionData, defineChain, encodeFunctionResult, type Hex } from "viem";
import { afterEach, beforeEach, expect, test } from "vitest";
import { portalConfigSchema } from "../config/network.ts";
import { type AskModules, askWithFallback, type Question, type RouteName } from "./ask.ts";
import { healthOf } from "./indexerHealth.ts";
import { createL2Client } from "./l2Client.ts";

const ADDRESS = "0x00000000000000000000000000000000000000Aa";
const CONTRACT = "0x00000000000000000000000000000000000000C1";
const NOW_SEC = 1_800_000_000;
const PARAMS = {
  ...{ stakingRequirement: 25_000n, maxContributors: 10n, claimCap: 4_000n, absenteeCap: 300n },
  ...{ liquidatorRatio: 3n, poolRatio: 17n, recipientRatio: 9_980n },
  durations: {
    ...{ blockInterval: 120n, minExitAge: 7_200n, maxLock: 9n, exitWait: 8n, smallContributorWait: 7n },
    exitRequestRepeat: 6n,
  },
};

type Listening = { readonly server: Server; readonly url: string };
let running: Listening[] = [];

async function listen(answer: (path: string, body: string) => { status?: number; json?: unknown; text?: string }) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status = 200, json, text } = answer(request.url ?? "", Buffer.concat(chunks).toString());
    response.writeHead(status, { "content-type": "application/json" }).end(text ?? JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const listening = { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  running.push(listening);
  return listening;
}

async function stop({ server }: Listening): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

beforeEach(() => {
  running = [];
});
afterEach(() => Promise.all(running.map(stop)));

/** JSON-RPC of an L2 that has the rewards contract. */
function answerRpc(_path: string, body: string): { json: unknown } {
  const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: [{ data: Hex }] };
  const result = () => {
    switch (method) {
      case "eth_chainId":
        return "0x1";
      case "eth_blockNumber":
        return "0x10";
      case "eth_getBlockByNumber":
        return { number: "0x10", timestamp: `0x${NOW_SEC.toString(16)}`, transactions: [] };
      case "eth_call":
        return callContract(params[0].data);
      default:
        throw new Error(`${method} isn't part of this test`);
    }
  };
  return { json: { jsonrpc: "2.0", id, result: result() } };
}

function callContract(data: Hex): Hex {
  const abi = serviceNodeRewardsAbi;
  const { functionName } = decodeFunctionData({ abi, data });
  const results: Readonly<Record<string, unknown>> = {
    params: PARAMS,
    pausedUntil: BigInt(NOW_SEC + 60),
    claimWindow: [5n, 1_000n, BigInt(NOW_SEC + 90)],
    claims: [40n, 0n],
    latestCheckpoint: { height: 12n, time: 11n, blockHash: `0x${"00".repeat(32)}`, claimsRoot: `0x${"00".repeat(32)}` },
    nodes: [[], 0n],
  };
  const encode = encodeFunctionResult as (result: object) => Hex;
  return encode({ abi, functionName, result: results[functionName] });
}

function portalOf(indexerUrl: string, rpcUrl: string, nodeApis: string[] = []): AskModules {
  const contracts = { serviceNodeRewards: CONTRACT, rewardRatePool: CONTRACT, sesh: CONTRACT };
  const config = portalConfigSchema.parse({
    ...{ networkName: "testing", chainId: 1, rpcUrl, indexerUrl, contracts, nodeApis },
  });
  const chain = defineChain({
    ...{ id: 1, name: "t", nativeCurrency: { name: "E", symbol: "E", decimals: 18 } },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  return {
    config,
    indexer: createIndexerClient({ url: indexerUrl, timeoutMs: 500 }),
    openL2: async () => createL2Client(chain, rpcUrl),
    live: { state: () => "broken" } as unknown as AskModules["live"],
  };
}

const question = <Name extends RouteName>(name: Name, input: Question<Name>["input"]): Question<Name> => ({
  ...{ name, input, queryKey: ["indexer", name, input], signal: new AbortController().signal },
});
const dead = async () => {
  const listening = await listen(() => ({ json: {} }));
  await stop(listening);
  running.pop();
  return listening.url;
};

test("with the indexer gone, parameters come from the contract, a pause among them, and it is said where from", async () => {
  const rpc = await listen(answerRpc);
  const portal = portalOf(await dead(), rpc.url);
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
  const node = await listen((path) => {
    const hex = `0x${"00".repeat(32)}`;
    const contracts = { serviceNodeRewards: CONTRACT, rewardRatePool: CONTRACT, sesh: CONTRACT };
    const waits = { unlockSec: 77, exitGraceSec: 1, deregistrationLockSec: 1, minExitAgeSec: 1, payableAfterSec: 1 };
    const others = { initialCreditSec: 1, proofIntervalSec: 1, proofValidSec: 1, l2Step: 1 };
    const blocks = { blockIntervalSec: 120, checkpointIntervalBlocks: 5, stakingRequirement: "1", maxContributors: 1 };
    if (path !== "/v1/params") return { status: 404, json: {} };
    return { json: { preset: "mainnet", chainId: "1", genesisHash: hex, contracts, ...waits, ...others, ...blocks } };
  });
  expect((await createNodeClient({ url: node.url }).getParams()).unlockSec).toBe(77);
  const rpc = await listen(answerRpc);
  const portal = portalOf(await dead(), rpc.url, [node.url]);
  const { durations } = await askWithFallback(portal, new QueryClient(), question("getParams", {}));
  expect(durations.chain.unlockSec).toBe(77);
  expect(durations.contract.exitWaitSec).toBe(8);
});

test("an answer of the indexer is taken, and ends its absence", async () => {
  const rpc = await listen(answerRpc);
  let isDown = true;
  const indexer = await listen((path) => {
    if (isDown) return { status: 502, text: "<html>Bad Gateway" };
    return path.startsWith("/v1/supply")
      ? { json: {} }
      : { json: { asOf: { l2Block: "1", height: 2 }, items: [], next: null, counts: COUNTS } };
  });
  const portal = portalOf(indexer.url, rpc.url);
  const client = new QueryClient();
  const asked = question("listNodes", {});
  const fromChain = await askWithFallback(portal, client, asked);
  expect(fromChain.asOf).toEqual({ l2Block: "16", height: 0 });
  isDown = false;
  const health = healthOf(portal.indexer);
  // Within the rest it isn't asked again, unless its stream says it is back.
  expect((await askWithFallback(portal, client, asked)).asOf.height).toBe(0);
  const live = { ...portal, live: { state: () => "live" } as unknown as AskModules["live"] };
  expect((await askWithFallback(live, client, asked)).asOf.height).toBe(2);
  expect(health.awaySinceMs()).toBeNull();
  expect(health.isFromChain(hashKey(asked.queryKey))).toBe(false);
});

const COUNTS = {
  ...{ pendingOnL2: 0, joining: 0, active: 0, decommissioned: 0, exitRequested: 0, unlocking: 0, exitable: 0 },
  ...{ liquidatable: 0, locked: 0, exited: 0, liquidated: 0, rejected: 0 },
};

test("what the chain can't know keeps the indexer's error; a refusal isn't replaced by the chain", async () => {
  const rpc = await listen(answerRpc);
  const gone = portalOf(await dead(), rpc.url);
  const history = question("getNetworkHistory", {});
  await expect(askWithFallback(gone, new QueryClient(), history)).rejects.toMatchObject({
    detail: { code: "API_UNREACHABLE" },
  });
  const problem = { type: "t", title: "No", status: 404, code: "NOT_FOUND", detail: "No.", requestId: "r" };
  const indexer = await listen(() => ({ status: 404, json: problem }));
  const refusing = portalOf(indexer.url, rpc.url);
  await expect(askWithFallback(refusing, new QueryClient(), question("getNode", { id: 9 }))).rejects.toMatchObject({
    detail: { apiCode: "NOT_FOUND" },
  });
  expect(healthOf(refusing.indexer).awaySinceMs()).toBeNull();
});

test("with indexer and L2 gone the error is the indexer's", async () => {
  const portal = portalOf(await dead(), await dead());
  await expect(askWithFallback(portal, new QueryClient(), question("getParams", {}))).rejects.toMatchObject({
    detail: { code: "API_UNREACHABLE" },
  });
});

test("what the indexer said last fills in what the chain doesn't know", async () => {
  const rpc = await listen(answerRpc);
  const portal = portalOf(await dead(), rpc.url);
  const client = new QueryClient();
  const asked = question("getRewards", { address: ADDRESS });
  const claims = { items: [], next: "more" };
  client.setQueryData(asked.queryKey, {
    claims,
    byNode: [{ nodeId: 1, amountLedger: "5", amount: "0" }],
    claimed: "1",
  });
  const rewards = await askWithFallback(portal, client, asked);
  expect(rewards).toMatchObject({ claims, byNode: [{ nodeId: 1 }], claimed: "40", accepted: { height: 12 } });
});
