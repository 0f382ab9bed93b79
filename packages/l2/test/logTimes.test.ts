import { expect, test } from "vitest";
import type { RpcAnswer, RpcCall } from "../src/index.ts";
import { FakeChain, topicOf } from "./fakeChain.ts";
import { startWorld } from "./startWorld.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Gives every log another time. */
const withTime =
  (blockTimestamp: unknown) =>
  (call: RpcCall, answer: RpcAnswer): RpcAnswer => {
    if (call.method !== "eth_getLogs" || !answer.ok) return answer;
    return { ok: true, result: (answer.result as Fields[]).map((log) => ({ ...log, blockTimestamp })) };
  };

test("the time of a log's own block is passed on where the provider tells it", async () => {
  const world = startWorld({ step: 8n });
  world.chain.tellsTimes = true;
  const told = new FakeChain();
  told.tellsTimes = true;
  for (const provider of world.providers) provider.chain = told;
  for (let i = 1; i <= 16; i++) await told.mine([topicOf(i)]);
  world.start();
  await world.until(16n);
  // Four blocks a second.
  const expected = world.consumer.logs.map(({ blockNumber }) => BigInt(told.genesisSec) + blockNumber / 4n);
  expect(world.consumer.logs.map(({ time }) => time)).toEqual(expected);
});

test.each([undefined, null])("%s for a time is none", async (time) => {
  const world = startWorld();
  for (const provider of world.providers) provider.faults = { tamper: withTime(time) };
  await world.mine([topicOf(1)]);
  world.start();
  await world.until(1n);
  expect(world.consumer.logs).toHaveLength(1);
  expect(world.consumer.logs.every((log) => !("time" in log))).toBe(true);
});

test.each(["0x1", "0xffffffff", "0x", 7])("a time the block can't have (%s) makes the answer bad", async (time) => {
  const world = startWorld();
  const [provider] = world.providers;
  await world.mine([topicOf(1)]);
  if (provider === undefined) throw new Error("no provider");
  provider.faults = { tamper: withTime(time) };
  world.start();
  await world.clock.advance(10_000);
  expect(world.consumer.steps).toEqual([]);
  expect(world.logger.codes).toContain("PROVIDER_BAD_ANSWER");
  provider.faults = {};
  await world.until(1n);
});

test("providers that tell times and those that don't agree; a time not all tell is left out", async () => {
  const world = startWorld({ providers: 3, step: 4n });
  const [first, second] = world.providers;
  for (let i = 1; i <= 4; i++) await world.mine([topicOf(i)]);
  if (first === undefined || second === undefined) throw new Error("no provider");
  // One second off, within the step: nobody but the others could tell.
  first.faults = { tamper: withTime(`0x${(world.chain.genesisSec + 1).toString(16)}`) };
  second.faults = { tamper: withTime(`0x${world.chain.genesisSec.toString(16)}`) };
  world.start();
  await world.until(4n);
  expect(world.consumer.logs).toHaveLength(4);
  expect(world.consumer.logs.filter((log) => "time" in log)).toEqual([]);
  expect(await world.metric("disagreements_total")).toBe(0);
});
