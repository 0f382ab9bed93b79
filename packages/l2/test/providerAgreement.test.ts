import { expect, test } from "vitest";
import { FakeChain, topicOf } from "./fakeChain.ts";
import { mineSome, startWorld } from "./startWorld.ts";

test("a provider that lags and answers [] does not move the cursor (must-not-repeat 3.3)", async () => {
  const world = startWorld({ providers: 1 });
  await mineSome(world);
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  provider.faults = { lag: 6 };
  world.start();
  await world.until(6n);
  await world.clock.advance(30_000);
  expect(world.position).toBe(6n);
  provider.faults = {};
  await world.until(12n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

test("events dropped by one backend are seen when a second provider has them", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  const [first] = world.providers;
  if (first === undefined) throw new Error("no provider");
  // Right blocks, but the logs come from a node that is behind: one provider alone can't be caught.
  first.faults = { logsLag: 12 };
  world.start();
  await world.clock.advance(20_000);
  expect(world.position).toBe(0n);
  expect(world.logger.codes).toContain("PROVIDERS_DISAGREE");
  expect(await world.metric("disagreements_total")).toBeGreaterThan(0);
  first.faults = {};
  await world.until(12n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

test("of three, the one that drops events is overruled and put aside", async () => {
  const world = startWorld({ providers: 3 });
  await mineSome(world);
  const liar = world.providers[0];
  if (liar === undefined) throw new Error("no provider");
  liar.faults = { logsLag: 12 };
  world.start();
  await world.until(12n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
  const errors = await world.metrics.errors.get();
  expect(errors.values.map(({ labels }) => labels)).toEqual([{ provider: "p0", code: "PROVIDERS_DISAGREE" }]);
});

test("a liar is not believed because the honest ones stumble; an outage of a minute ends their vote", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  world.start();
  await world.until(12n);
  const [one, other] = world.providers;
  if (one === undefined || other === undefined) throw new Error("no providers");
  one.faults = { isDown: () => true };
  await world.mine([topicOf(13)]);
  await world.clock.advance(50_000);
  expect(world.position).toBe(12n);
  await world.clock.advance(20_000);
  expect(world.position).toBe(13n);
  one.faults = {};
  await world.mine([topicOf(14)]);
  await world.until(14n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

test("a provider of another chain is never used, from the first question on", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  const [wrong, right] = world.providers;
  if (wrong === undefined || right === undefined) throw new Error("no providers");
  wrong.chain = new FakeChain({ chainId: 421614 });
  wrong.chain.mineMany(50);
  right.faults = { isDown: () => true };
  world.start();
  await world.clock.advance(10_000);
  expect(world.position).toBe(0n);
  expect(new Set(wrong.requests.flat().map(({ method }) => method))).toEqual(new Set(["eth_chainId"]));
  right.faults = {};
  await world.until(12n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

test("two providers with different blocks: neither is used until they agree; with three the majority is", async () => {
  for (const providers of [2, 3]) {
    const world = startWorld({ providers });
    await mineSome(world);
    const liar = world.providers[0];
    if (liar === undefined) throw new Error("no provider");
    world.start();
    await world.until(12n);
    liar.chain = world.chain.fork();
    await liar.chain.reorg(4);
    for (let i = 13; i <= 16; i++) {
      await world.mine([topicOf(i)]);
      await liar.chain.mine([topicOf(100 + i)]);
    }
    await world.clock.advance(20_000);
    expect(world.position).toBe(providers === 2 ? 12n : 16n);
    liar.chain = world.chain;
    await world.until(16n);
    expect(world.consumer.topics()).toEqual(await world.chain.topics());
    expect(world.consumer.events.filter(({ type }) => type === "reorg")).toEqual([]);
  }
});

test("a liar far ahead can't make an honest provider look stale", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  const liar = world.providers[0];
  if (liar === undefined) throw new Error("no provider");
  world.start();
  await world.until(12n);
  liar.chain = world.chain.fork();
  liar.chain.mineMany(4_000);
  await liar.chain.mine([topicOf(666)]);
  await world.clock.advance(20_000);
  expect(world.position).toBe(12n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});

test("a stale provider does not hold up the others", async () => {
  const world = startWorld({ providers: 2 });
  await mineSome(world);
  world.start();
  await world.until(12n);
  const stale = world.providers[1];
  if (stale === undefined) throw new Error("no provider");
  stale.chain = world.chain.fork();
  // Two minutes of blocks that the stale one never sees.
  world.chain.mineMany(480);
  await world.mine([topicOf(1)]);
  await world.until(493n);
  expect(world.consumer.topics()).toEqual(await world.chain.topics());
});
