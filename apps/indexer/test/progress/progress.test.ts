import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createIndexerClient } from "@session/sdk";
import { createPublicClient, type Hex, http, type Log } from "viem";
import { describe, expect, it, onTestFinished } from "vitest";
import { progressRoutes } from "../../src/api/routes/progress.ts";
import { selectorOf } from "../../src/progress/contractAbi.ts";
import type { L2TransactionsOptions } from "../../src/progress/l2Transactions.ts";
import { certificates, l2Logs, l2Steps } from "../../src/raw/schema.ts";
import { outcomes } from "../../src/views/outcomes/schema.ts";
import { openServices } from "../registrations/support/services.ts";
import { DATABASE_KINDS, type DatabaseKind } from "../support/openTestDatabase.ts";
import { startRewards } from "./support/contracts.ts";

const places = {
  ...{ name: "test", bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: null },
  contracts: { serviceNodeContributionFactory: null, vestings: [] },
};
const HASH: Hex = `0x${"5a".repeat(32)}`;

/** The route over real contracts. */
async function open(kind: DatabaseKind = "postgres", { cacheMs = 0 }: L2TransactionsOptions = {}) {
  const contracts = await startRewards(places);
  const services = await openServices(kind, contracts.anvil.url, { network: contracts.network });
  const url = await services.serve((app) => progressRoutes(app, services.modules, { cacheMs, timeoutMs: 30_000 }));
  const client = createIndexerClient({ url });
  const { queries } = services.modules.database;
  /** What the follower does when it comes to the transaction. */
  const follow = async (log: Log<bigint, number, false>, time: number) => {
    const [topic0 = "0x", topic1 = null, topic2 = null] = log.topics;
    await queries.insert(l2Logs).values({
      ...{ blockNumber: log.blockNumber, logIndex: log.logIndex, blockHash: log.blockHash, time: BigInt(time) },
      ...{ txHash: log.transactionHash, address: log.address, topic0, topic1, topic2, topic3: null, data: log.data },
    });
    services.l2.number = log.blockNumber;
  };
  const progress = (hash: string) => client.getTransactionProgress({ hash });
  return { ...contracts, ...services, queries, follow, progress, url };
}
type Opened = Awaited<ReturnType<typeof open>>;

async function setOutcome({ queries }: Opened, log: Log<bigint, number, false>, height: number, code: string | null) {
  await queries.insert(outcomes).values({
    ...{ l2Number: log.blockNumber, logIndex: log.logIndex, txHash: log.transactionHash, nodeId: 1, height },
    ...{ kind: "ServiceNodeExitRequest", result: code === null ? "applied" : "rejected", code },
    message: code === null ? null : "node 1 unlocks already",
  });
}

async function certify({ queries }: Opened, height: number) {
  const bytes: Hex = `0x${"00".repeat(32)}`;
  const certificate = { height, digest: bytes, signature: bytes, nonSigners: "0x" as const };
  await queries.insert(certificates).values({ ...certificate, setVersion: 1n, signed: [1], absent: [] });
}

describe.each(DATABASE_KINDS)("a transaction on %s", (kind) => {
  it("unknown, pending, mined, seen, in a block, certified", async () => {
    const opened = await open(kind);
    const { anvil, client, requestExit, progress, follow, l2, chain, nowSec } = opened;
    expect(await progress(HASH)).toMatchObject({
      ...{ stage: "unknown", mined: null, events: [], provider: "ok" },
      next: { waitingFor: "transaction", estimateSec: null },
    });
    await anvil.request("evm_setAutomine", [false]);
    const hash = await requestExit(1);
    expect(await progress(hash)).toMatchObject({ stage: "pending", provider: "ok", next: { waitingFor: "mining" } });
    await anvil.request("evm_mine");
    const { logs, blockNumber } = await client.getTransactionReceipt({ hash });
    const [log] = logs;
    if (log === undefined) throw new Error("the request left no event");
    const event = { kind: "ServiceNodeExitRequest", entersBlocks: true, contract: opened.rewards, height: null };
    const mined = await progress(hash.toUpperCase().replace("0X", "0x"));
    expect(mined).toMatchObject({
      ...{ hash, stage: "mined", provider: "ok", events: [event], next: { waitingFor: "indexer" } },
      mined: { block: Number(blockNumber), status: "success", revert: null },
    });
    expect(nowSec() - (mined.mined?.time ?? 0)).toBeLessThan(300);
    // Past its block without its events: the indexer is on another branch, or the provider is.
    l2.number = blockNumber;
    expect((await progress(hash)).stage).toBe("mined");
    const minedSec = nowSec();
    await follow(log, minedSec);
    const seen = await progress(hash);
    expect(seen).toMatchObject({ stage: "seen", provider: "notAsked", events: [event], next: { waitingFor: "block" } });
    // Devnet: three L2 blocks of lag and one a step, at a second each, and a block of 2 s; but for what has passed of them.
    expect(seen.next?.estimateSec).toBeGreaterThanOrEqual(2 + Math.max(0, 4 - (nowSec() - minedSec)));
    expect(seen.next?.estimateSec).toBeLessThanOrEqual(6);
    await setOutcome(opened, log, 12, null);
    chain.number = 12n;
    chain.time = nowSec();
    const inBlock = { ...event, height: 12, result: "applied", code: null, nodeId: 1 };
    expect(await progress(hash)).toMatchObject({
      ...{ stage: "inBlock", events: [inBlock], checkpoint: null, asOf: { height: 12 } },
      next: { waitingFor: "checkpoint", estimateSec: expect.any(Number) },
    });
    await certify(opened, 10);
    expect((await progress(hash)).stage).toBe("inBlock");
    await certify(opened, 15);
    expect(await progress(hash)).toMatchObject({ stage: "final", checkpoint: 15, next: null, provider: "notAsked" });
  });

  it("with an event that the appchain refuses says why", async () => {
    const opened = await open(kind);
    const hash = await opened.requestExit(1);
    const { logs } = await opened.client.waitForTransactionReceipt({ hash });
    const [log] = logs;
    if (log === undefined) throw new Error("the request left no event");
    await setOutcome(opened, log, 7, "EXIT_ALREADY_REQUESTED");
    // Nodes were faster than the indexer's own view of L2.
    expect(await opened.progress(hash)).toMatchObject({
      stage: "inBlock",
      mined: { block: Number(log.blockNumber), time: null },
      events: [{ result: "rejected", code: "EXIT_ALREADY_REQUESTED", message: "node 1 unlocks already", height: 7 }],
    });
    await opened.follow(log, 1_800_000_000);
    expect((await opened.progress(hash)).mined?.time).toBe(1_800_000_000);
  });

  it("whose events enter no block is final with its L2 block", async () => {
    const { queries, progress, l2, nowSec } = await open(kind);
    const pool: Hex = `0x${"0c".repeat(20)}`;
    const minedSec = nowSec();
    await queries.insert(l2Logs).values({
      ...{ blockNumber: 1_000n, logIndex: 3, blockHash: HASH, time: BigInt(minedSec), txHash: HASH, address: pool },
      ...{ topic0: selectorOf("Contributed"), topic1: null, topic2: null, topic3: null, data: "0x" },
    });
    for (const [number, time] of [
      [990n, 100n],
      [1_000n, 120n],
    ] as const)
      await queries.insert(l2Steps).values({ number, hash: HASH, parentHash: HASH, timestamp: time, reads: [] });
    l2.number = 1_001n;
    l2.final = 999n;
    const seen = await progress(HASH);
    expect(seen).toMatchObject({
      ...{ stage: "seen", events: [{ kind: "Contributed", entersBlocks: false, logIndex: 3 }] },
      next: { waitingFor: "l2Finality" },
    });
    // L2 blocks take 2 s here: one step and three of lag, but for what has passed of them.
    expect(seen.next?.estimateSec).toBeGreaterThanOrEqual(Math.max(0, 8 - (nowSec() - minedSec)));
    expect(seen.next?.estimateSec).toBeLessThanOrEqual(8);
    l2.final = 1_000n;
    expect(await progress(HASH)).toMatchObject({ stage: "final", next: null, checkpoint: null });
  });
});

describe("a transaction that", () => {
  it("reverted names the contract's own error, and is final with its L2 block", async () => {
    const { requestExit, client, progress, l2 } = await open();
    const hash = await requestExit(99);
    const { blockNumber, status } = await client.waitForTransactionReceipt({ hash });
    expect(status).toBe("reverted");
    const mined = await progress(hash);
    expect(mined).toMatchObject({
      ...{ stage: "mined", events: [] },
      mined: {
        status: "reverted",
        revert: { name: "NodeNotActive", args: { id: "99" }, message: "NodeNotActive: id 99" },
      },
    });
    l2.number = blockNumber;
    expect(await progress(hash)).toMatchObject({ stage: "seen", next: { waitingFor: "l2Finality" } });
    l2.final = blockNumber;
    expect(await progress(hash)).toMatchObject({ stage: "final", next: null });
  });

  it("ran out of gas says so", async () => {
    const { wallet, client, rewards, progress } = await open();
    const data = "0x2c4a2d70" as const;
    const hash = await wallet.sendTransaction({ to: rewards, data, gas: 21_200n });
    await client.waitForTransactionReceipt({ hash });
    expect((await progress(hash)).mined).toMatchObject({ status: "reverted", revert: { name: "OutOfGas" } });
  });

  it("a reorganisation drops is unknown or pending again", async () => {
    const { anvil, client, requestExit, progress, modules } = await open("postgres", { cacheMs: 60_000 });
    const hash = await requestExit(1);
    const { blockNumber } = await client.waitForTransactionReceipt({ hash });
    expect((await progress(hash)).stage).toBe("mined");
    await anvil.request("anvil_rollback", [1]);
    // Until the indexer hears of it, a short-lived answer stands.
    expect((await progress(hash)).stage).toBe("mined");
    modules.notices.publish({ source: "l2", number: blockNumber, rolledBackTo: blockNumber - 1n, topics: new Set() });
    expect((await progress(hash)).stage).toMatch(/^(unknown|pending)$/);
  });
});

describe("the provider", () => {
  it("down: what the tables have is told, the rest is unknown", async () => {
    const opened = await open();
    const { anvil, progress, requestExit, client, follow, nowSec } = opened;
    const hash = await requestExit(1);
    const { logs } = await client.waitForTransactionReceipt({ hash });
    await anvil.stop();
    expect(await progress(HASH)).toMatchObject({ stage: "unknown", provider: "down", mined: null });
    expect(await progress(hash)).toMatchObject({ stage: "unknown", provider: "down" });
    const [log] = logs;
    if (log === undefined) throw new Error("the request left no event");
    await follow(log, nowSec());
    expect(await progress(hash)).toMatchObject({ stage: "seen", provider: "notAsked" });
  });

  it("is asked once for many who want the same, and a hanging one for no more than a few at a time", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    let asked = 0;
    const onFetchRequest = () => {
      asked++;
    };
    const { port } = server.address() as AddressInfo;
    const transport = http(`http://127.0.0.1:${port}`, { retryCount: 0, timeout: 600_000, onFetchRequest });
    const services = await openServices("postgres", undefined, { l2Client: createPublicClient({ transport }) });
    // Whoever asks late, on a busy machine, asks for the same as well.
    const options = { timeoutMs: 200, concurrency: 3, cacheMs: 600_000 };
    const url = await services.serve((app) => progressRoutes(app, services.modules, options));
    const client = createIndexerClient({ url });
    const ask = (hash: Hex) => client.getTransactionProgress({ hash });
    const same = await Promise.all(Array.from({ length: 20 }, () => ask(HASH)));
    expect(same.every(({ provider }) => provider === "down")).toBe(true);
    expect(asked).toBe(1);
    const others = Array.from({ length: 20 }, (_, index) => `0x${String(index).padStart(64, "0")}` as Hex);
    const answers = await Promise.all(others.map(ask));
    expect(answers.every(({ stage, provider }) => stage === "unknown" && provider === "down")).toBe(true);
    expect(asked).toBe(3);
  });

  it("what isn't a hash is a 400 with a code", async () => {
    const services = await openServices("postgres");
    const url = await services.serve((app) => progressRoutes(app, services.modules));
    for (const hash of ["0x12", "1", `0x${"zz".repeat(32)}`, `${HASH}00`, "%00"]) {
      const answer = await fetch(`${url}/v1/tx/${hash}/progress`);
      expect(answer.status, hash).toBe(400);
      expect(((await answer.json()) as { code: string }).code).toBe("INVALID_PARAMETER");
    }
  });
});
