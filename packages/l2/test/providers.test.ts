import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import type { Hex, RpcAnswer, RpcCall } from "../src/index.ts";
import { checkProviders } from "../src/index.ts";
import { FakeChain, topicOf } from "./fakeChain.ts";
import { FakeProvider } from "./fakeProvider.ts";
import { testModules, testOptions } from "./setup.ts";
import { mineSome, startWorld } from "./startWorld.ts";

const isLogs = (calls: readonly RpcCall[]): boolean => calls.some(({ method }) => method === "eth_getLogs");

test("a provider that is down is left alone for longer and longer, and used again when it is back", async () => {
  const world = startWorld({ providers: 1, pollIntervalMs: 1_000 });
  await mineSome(world);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  provider.faults = { isDown: () => true };
  world.start();
  await world.clock.advance(60_000);
  // 1, 2, 4, 8, 8, 8 … seconds apart.
  expect(provider.requests.length).toBe(10);
  expect(world.logger.codes.filter((code) => code === "PROVIDER_DOWN")).toHaveLength(10);
  expect(await world.metric("provider_up")).toBe(0);
  provider.faults = {};
  await world.until(12n);
  expect(await world.metric("provider_up")).toBe(1);
  expect(world.follower?.lagSec()).toBeGreaterThan(50);
});

test("a request that is never answered holds up neither the others nor the end (must-not-repeat 3.10)", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  const hanging = world.providers[0];
  if (hanging === undefined) throw new Error("no provider");
  hanging.faults = { hangs: isLogs };
  world.start();
  await world.until(12n);
  hanging.faults = { hangs: () => true };
  await world.mine();
  await world.until(13n);
  await world.stop();
});

test("ranges halve until they are taken, and stay near the limit", async () => {
  const world = startWorld({ providers: 1, step: 10n, maxRange: 1_000n });
  for (let i = 1; i <= 3_000; i++) await world.mine(i % 100 === 0 ? [topicOf(i)] : []);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  provider.faults = { maxRange: 137 };
  world.start();
  await world.until(3_000n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
  const ranges = provider.requests.flat().filter(({ method }) => method === "eth_getLogs").length;
  // 3,000 blocks at 130 a range are 24 requests; finding the limit may cost some more.
  expect(ranges).toBeLessThan(50);
});

test("a limit below one block is reported and tried again, not looped on", async () => {
  const world = startWorld({ providers: 1 });
  await mineSome(world);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  provider.faults = { maxRange: 0 };
  world.start();
  await world.clock.advance(10_000);
  expect(world.logger.codes).toContain("RANGE_EXHAUSTED");
  expect(provider.requests.length).toBeLessThan(80);
  provider.faults = {};
  await world.until(12n);
});

test("a reorganisation between the events and the blocks of one batch: the events are not taken", async () => {
  const world = startWorld({ providers: 1, step: 5n, maxRange: 5n });
  await mineSome(world);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  let reorgs = 0;
  let previous = "";
  provider.faults = {
    between: ({ method }) => {
      // Events of the old branch, blocks of the new one; the event of block 9 moves to block 10.
      if (previous === "eth_getLogs" && reorgs++ < 3) void world.chain.reorg(10);
      previous = method;
    },
  };
  world.start();
  await world.until(10n);
  expect(reorgs).toBeGreaterThan(3);
  const expected = (await world.chain.topics()).filter(({ block }) => block <= 10n);
  expect(world.consumer.topics()).toEqual(expected);
  expect(world.consumer.logs.map(({ blockHash }) => blockHash)).toEqual(
    expected.map(({ block }) => world.chain.hashAt(Number(block))),
  );
});

test("between a liar far ahead and one that is always a block behind, the honest ones go on together", async () => {
  const world = startWorld({ providers: 3 });
  await mineSome(world);
  const [liar, behind] = world.providers;
  if (liar === undefined || behind === undefined) throw new Error("no providers");
  world.start();
  await world.until(12n);
  liar.chain = world.chain.fork();
  for (let i = 0; i < 50; i++) await liar.chain.mine([topicOf(666)]);
  behind.faults = { lag: 1 };
  for (let i = 13; i <= 20; i++) {
    await world.mine([topicOf(i)]);
    await world.until(BigInt(i - 1));
  }
  const expected = (await world.chain.topics()).filter(({ block }) => block <= 19n);
  expect(world.consumer.topics()).toEqual(expected);
});

test("requests stay within the budget, which is published", async () => {
  const world = startWorld({
    providers: 1,
    step: 240n,
    pollIntervalMs: 60_000,
    maxCallsPerMinute: 3,
    safeLag: { seconds: 70 },
  });
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  const sentAtMs: number[] = [];
  provider.faults = { isDown: () => sentAtMs.push(world.clock.now()) < 0 };
  world.start();
  for (let minute = 0; minute < 10; minute++) {
    world.chain.mineMany(240);
    await world.clock.advance(60_000);
  }
  sentAtMs.slice(3).forEach((timeMs, index) => {
    expect(timeMs - (sentAtMs[index] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });
  expect(world.position).toBeGreaterThanOrEqual(2_160n);
  expect(await world.metric("calls_total")).toBe(provider.requests.length);
  expect(await world.metric("calls_per_minute")).toBeLessThanOrEqual(3);
  // 70 s behind the head are 280 blocks.
  const newest = world.consumer.steps.at(-1)?.block.number ?? 0n;
  expect(world.consumer.finalized).toBe(newest - 480n);
});

test("reads: a revert is 0x, a state that is gone leaves them out, a contradiction is not stored", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  const fail = (rpcCode: number, message: string) => (call: RpcCall, answer: RpcAnswer) =>
    call.method === "eth_call" && Number(call.params[1]) <= 4 ? { ok: false as const, rpcCode, message } : answer;
  for (const provider of world.providers) provider.faults = { tamper: fail(3, "execution reverted") };
  world.start();
  await world.until(12n);
  expect(world.consumer.steps.map(({ reads }) => reads.length)).toEqual(Array.from({ length: 12 }, () => 1));
  expect(world.consumer.steps[3]?.reads).toEqual(["0x"]);
  expect(world.consumer.steps[4]?.reads.map(BigInt)).toEqual([5n]);

  const gone = startWorld({ providers: 2 });
  await mineSome(gone);
  const [one, two] = gone.providers;
  if (one === undefined || two === undefined) throw new Error("no providers");
  one.faults = { tamper: fail(-32000, "missing trie node 1234 (path ) state is not available") };
  two.faults = {
    tamper: (call, answer) =>
      Number(call.params[1]) <= 2 ? fail(-32000, "historical state is pruned")(call, answer) : answer,
  };
  gone.start();
  await gone.until(12n);
  expect(gone.consumer.steps.map(({ reads }) => reads.length)).toEqual([0, 0, ...Array.from({ length: 10 }, () => 1)]);

  const lying = startWorld({ providers: 2 });
  await mineSome(lying);
  const wrong: Hex = topicOf(777);
  const liar = lying.providers[0];
  if (liar === undefined) throw new Error("no provider");
  liar.faults = { tamper: (call, answer) => (call.method === "eth_call" ? { ok: true, result: wrong } : answer) };
  lying.start();
  await lying.clock.advance(10_000);
  expect(lying.position).toBe(0n);
  liar.faults = {};
  await lying.until(12n);
});

test.each<[string, (call: RpcCall, answer: RpcAnswer) => RpcAnswer]>([
  ["a log outside of the range", edit((log) => ({ ...log, blockNumber: "0xff" }))],
  ["a log of another contract", edit((log) => ({ ...log, address: topicOf(1).slice(0, 42) }))],
  ["a log of another block of that number", edit((log) => ({ ...log, blockHash: topicOf(5) }))],
  ["a removed log", edit((log) => ({ ...log, removed: true }))],
  ["a log without topics", edit(({ topics: _, ...log }) => log)],
  ["logs twice", editList((logs) => [...logs, ...logs])],
  ["no list", editList(() => ({}))],
])("%s is refused", async (_, tamper) => {
  const world = startWorld({ providers: 1 });
  await mineSome(world);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  provider.faults = { tamper };
  world.start();
  await world.clock.advance(10_000);
  expect(world.consumer.topics()).toEqual([]);
  expect(world.logger.codes).toContain("PROVIDER_BAD_ANSWER");
  provider.faults = {};
  await world.until(12n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

type Fields = Record<string, unknown>;

function editList(change: (logs: Fields[]) => unknown): (call: RpcCall, answer: RpcAnswer) => RpcAnswer {
  return (call, answer) =>
    call.method === "eth_getLogs" && answer.ok ? { ok: true, result: change(answer.result as Fields[]) } : answer;
}

function edit(change: (log: Fields) => Fields): (call: RpcCall, answer: RpcAnswer) => RpcAnswer {
  return editList((logs) => logs.map(change));
}

test("a chain that comes back some blocks behind is waited for, one that differs below is followed", async () => {
  const world = startWorld({ providers: 1, safeLag: { blocks: 4 } });
  await mineSome(world);
  world.start();
  await world.untilTrue(() => world.consumer.finalized === 8n);
  const before = world.chain.fork();
  world.chain.truncate(7);
  await world.clock.advance(60_000);
  // Below the final block even: nothing is dropped, the lag tells.
  expect(world.position).toBe(12n);
  expect(world.consumer.events.filter(({ type }) => type === "reorg")).toEqual([]);
  expect(world.follower?.lagSec()).toBeGreaterThan(55);

  // The same blocks again, and on.
  for (const provider of world.providers) provider.chain = before;
  await before.mine([topicOf(50)]);
  await world.until(13n);
  expect(world.consumer.topics()).toEqual(await before.topics());

  // Back by three, then other blocks, still below the old head: a reorganisation within the lag.
  before.truncate(3);
  await before.mine([topicOf(60)]);
  await world.untilTrue(() => world.consumer.events.at(-1)?.type === "block" && world.position === 11n);
  expect(world.consumer.topics()).toEqual(await before.topics());
});

test("a provider that changes to another chain is not taken for a reorganisation", async () => {
  const world = startWorld({ providers: 1 });
  await mineSome(world);
  world.start();
  await world.until(12n);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  provider.chain = new FakeChain({ chainId: 99, genesisSec: 1_700_000_001 });
  provider.chain.mineMany(40);
  await world.clock.advance(30_000);
  expect(world.logger.codes).toContain("WRONG_CHAIN_ID");
  expect(world.failure).toBeUndefined();
  provider.chain = world.chain;
  await world.mine([topicOf(13)]);
  await world.until(13n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

test("checkProviders names both chain ids and the option, and who is down", async () => {
  const chain = new FakeChain({ chainId: 42161 });
  const provider = new FakeProvider("right", chain);
  const other = new FakeProvider("wrong", new FakeChain({ chainId: 421614 }));
  const options = testOptions(chain.address, { chainId: 42161n });
  await checkProviders(options, testModules({ providers: [provider] }));
  await expect(checkProviders(options, testModules({ providers: [provider, other] }))).rejects.toMatchObject({
    detail: { code: "WRONG_CHAIN_ID", provider: "wrong", option: "chainId", expected: 42161n, actual: 421614n },
  });
  provider.faults = { isDown: () => true };
  await expect(checkProviders(options, testModules({ providers: [provider] }))).rejects.toMatchObject({
    detail: { code: "PROVIDER_DOWN", providers: ["right"] },
  });
  const spare = new FakeProvider("spare", chain);
  await checkProviders(options, testModules({ providers: [provider, spare] }));
});

test("an answered request leaves nothing behind on its signal: it would keep the answer for as long as the follower runs", async () => {
  const world = startWorld({ providers: 1 });
  await mineSome(world);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  const signals: AbortSignal[] = [];
  const request = provider.request.bind(provider);
  provider.request = (calls, signal) => {
    signals.push(signal);
    return request(calls, signal);
  };
  world.start();
  await world.until(12n);
  expect(signals.length).toBeGreaterThan(2);
  // The newest may still be on its way.
  expect(signals.slice(0, -1).map((signal) => getEventListeners(signal, "abort").length)).toEqual(
    signals.slice(0, -1).map(() => 0),
  );
});
