import { VirtualClock } from "@session/testing";
import { expect, onTestFinished, test } from "vitest";
import {
  type ChildRule,
  Follower,
  type FollowerOptions,
  type Hex,
  L2Error,
  MemoryStore,
  type SourceEvent,
} from "../src/index.ts";
import { Consumer } from "./consumer.ts";
import { driveUntil } from "./drive.ts";
import { FakeChain, topicOf } from "./fakeChain.ts";
import { FakeProvider } from "./fakeProvider.ts";
import { startFollower, testModules, testOptions } from "./setup.ts";
import { World } from "./world.ts";

const address = new FakeChain().address;
const RULE: ChildRule = { factory: address, created: topicOf(1), childTopic: 1, topics: [topicOf(2)] };

function startWorld(options: Partial<FollowerOptions> = {}): World {
  const world = new World(options);
  onTestFinished(() => world.stop());
  return world;
}

test("one poll serves all subscribers; a slow one holds up nobody and misses nothing", async () => {
  const world = startWorld();
  const follower = world.start();
  const slow = follower.events("start");
  const late = new Consumer(0n);
  const first = slow.next();
  for (let i = 1; i <= 20; i++) {
    await world.mine([topicOf(i)]);
    if (i % 8 === 0) await world.chain.reorg(2);
    await world.until(BigInt(i));
  }
  const requests = world.providers[0]?.requests.length ?? 0;
  const following = late.follow(follower, () => late.steps.at(-1)?.block.number === 20n, "start");
  await driveUntil(world.clock, () => late.steps.length === 20);
  await following;
  expect((world.providers[0]?.requests.length ?? 0) - requests).toBeLessThanOrEqual(2);
  expect(late.topics()).toEqual(await world.chain.topics());

  const sleeper = new Consumer(0n);
  sleeper.apply((await first).value as SourceEvent);
  while (sleeper.steps.at(-1)?.block.number !== 20n) sleeper.apply((await slow.next()).value as SourceEvent);
  expect(sleeper.topics()).toEqual(await world.chain.topics());
});

test("a step with reads, its head, safe head and lag as numbers a node can use", async () => {
  const world = startWorld({ step: 4n, safeLag: { seconds: 2 } });
  for (let i = 1; i <= 40; i++) await world.mine();
  const follower = world.start();
  expect(follower.lagSec()).toBe(Number.POSITIVE_INFINITY);
  await world.untilTrue(() => world.consumer.finalized > 0n);
  expect(follower.head()?.number).toBe(40n);
  expect(follower.newest()?.reads.map(BigInt)).toEqual([40n]);
  // Four blocks a second: two seconds before block 40 is block 32.
  expect(follower.safeHead()?.block.number).toBe(32n);
  const ageSec = world.clock.now() / 1_000 - (world.chain.genesisSec + 10);
  expect(follower.lagSec()).toBeCloseTo(Math.max(0, ageSec), 5);
  expect(await world.metric("safe_block")).toBe(32);
});

test("a consumer whose step was rolled back while it was away gets the reorganisation first", async () => {
  const world = startWorld({ safeLag: { blocks: 30 } });
  for (let i = 1; i <= 10; i++) await world.mine([topicOf(i)]);
  world.start();
  await world.until(10n);
  const away = { number: 10n, hash: world.chain.hashAt(10) };
  const reorg = async (depth: number): Promise<void> => {
    await world.chain.reorg(depth);
    await world.untilTrue(() => world.consumer.steps.at(-1)?.block.hash === world.chain.hashAt(10));
  };
  // Twice, the second time deeper: the ancestor of the first was dropped as well.
  await reorg(2);
  await reorg(5);
  const stream = world.follower?.events(away);
  expect((await stream?.next())?.value).toEqual({ type: "reorg", ancestor: 5n });
  expect((await stream?.next())?.value).toMatchObject({ type: "block", step: { block: { number: 6n } } });
  const stranger = world.follower?.events({ number: 10n, hash: topicOf(1) });
  await expect(stranger?.next()).rejects.toMatchObject({ code: "CURSOR_UNKNOWN" });
});

test("without a position only what is new is delivered", async () => {
  const world = startWorld();
  for (let i = 1; i <= 5; i++) await world.mine();
  const follower = world.start();
  await world.until(5n);
  const next = follower.events().next();
  await world.mine();
  await world.until(6n);
  expect((await next).value).toMatchObject({ type: "block", step: { block: { number: 6n } } });
});

test("a start block that is not mined yet is waited for; one that is replaced early is taken anew", async () => {
  const world = startWorld({ startBlock: 5n, safeLag: { blocks: 10 } });
  world.start();
  await world.clock.advance(5_000);
  expect(world.follower?.head()).toBeUndefined();
  for (let i = 1; i <= 7; i++) await world.mine([topicOf(i)]);
  await world.until(7n);
  await world.chain.reorg(4);
  await world.mine([topicOf(8)]);
  await world.until(8n);
  expect(world.consumer.events.filter(({ type }) => type === "reorg")).toEqual([{ type: "reorg", ancestor: 5n }]);
  expect(world.consumer.topics()).toEqual((await world.chain.topics()).filter(({ block }) => block > 5n));
});

test("one contradiction of a final block is not believed, two in a row are", async () => {
  const world = startWorld({ safeLag: { blocks: 2 } });
  for (let i = 1; i <= 8; i++) await world.mine();
  world.start();
  await world.untilTrue(() => world.consumer.finalized === 6n);
  const right = world.chain;
  const wrong = right.fork();
  await wrong.reorg(6);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  for (let hiccup = 0; hiccup < 3; hiccup++) {
    provider.chain = wrong;
    await world.clock.advance(1_000);
    provider.chain = right;
    await world.clock.advance(1_000);
  }
  expect(world.failure).toBeUndefined();
  provider.chain = wrong;
  await world.clock.advance(3_000);
  expect(world.failure).toBeInstanceOf(L2Error);
  expect(world.failure).toMatchObject({
    detail: {
      code: "L2_REORG_BEYOND_SAFE",
      finalized: { number: 6n, hash: right.hashAt(6) },
      found: { number: 6n, hash: wrong.hashAt(6) },
    },
  });
  expect(await world.metric("reorg_beyond_safe")).toBe(1);
});

test("the signal ends streams in order; a closed follower says so", async () => {
  const controller = new AbortController();
  const chain = new FakeChain();
  const clock = new VirtualClock();
  const providers = [new FakeProvider("p", chain)];
  const follower = startFollower(testOptions(address), { providers, clock, signal: controller.signal });
  const next = follower.events().next();
  await clock.advance(10);
  controller.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  await follower.close();
  await expect(follower.events().next()).rejects.toMatchObject({ code: "FOLLOWER_CLOSED" });
});

test("a store filled for something else is refused, field by field", async () => {
  const chain = new FakeChain();
  const store = new MemoryStore();
  const providers = [new FakeProvider("p", chain)];
  chain.mineMany(3);
  const first = startFollower(testOptions(address), { providers, store });
  await new Consumer(0n).follow(first, () => true);
  await first.close();
  const changes: [string, Partial<FollowerOptions>][] = [
    ["chainId", { chainId: 1n }],
    ["startBlock", { startBlock: 1n }],
    ["step", { step: 2n }],
    ["addresses", { addresses: [address, "0x00000000000000000000000000000000000000bb"] }],
    ["reads", { reads: [] }],
    ["children", { children: [RULE] }],
  ];
  for (const [field, change] of changes) {
    const other = new Follower(testOptions(address, change), testModules({ providers, store }));
    await expect(other.open()).rejects.toMatchObject({ detail: { code: "STORE_MISMATCH", field } });
  }
  // The case of an address is no difference.
  const upper: Hex = `0x${address.slice(2).toUpperCase()}`;
  await new Follower(testOptions(upper), testModules({ providers, store })).open();
});

test.each<[string, Partial<FollowerOptions>]>([
  ["addresses", { addresses: [] }],
  ["addresses", { addresses: ["0x12"] }],
  ["step", { step: 0n }],
  ["startBlock", { startBlock: -1n }],
  ["pollIntervalMs", { pollIntervalMs: 0 }],
  ["maxRange", { maxRange: 0n }],
  ["maxCallsPerMinute", { maxCallsPerMinute: 0 }],
  ["safeLag", { safeLag: { seconds: -1 } }],
  ["children", { children: [{ ...RULE, factory: "0x00000000000000000000000000000000000000bb" }] }],
  ["children", { children: [{ ...RULE, topics: [] }] }],
  ["children", { children: [{ ...RULE, created: "0x12" }] }],
])("the option %s is checked", (option, change) => {
  const providers = [new FakeProvider("p", new FakeChain())];
  const create = () => new Follower(testOptions(address, change), testModules({ providers }));
  expect(create).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ code: "OPTION_INVALID", option }) }),
  );
});

test("providers are checked too: at least one, different names, batches large enough", () => {
  const one = new FakeProvider("p", new FakeChain());
  for (const providers of [[], [one, one], [new FakeProvider("q", new FakeChain(), 3)]])
    expect(() => new Follower(testOptions(address), testModules({ providers }))).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: "OPTION_INVALID", option: "providers" }) }),
    );
});
