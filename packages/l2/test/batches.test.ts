import { seededRandom } from "@session/testing";
import { expect, onTestFinished, test } from "vitest";
import { type BatchEvent, type BatchLimits, Follower, type FollowerStore } from "../src/index.ts";
import { Consumer } from "./consumer.ts";
import { driveUntil } from "./drive.ts";
import { topicOf } from "./fakeChain.ts";
import { storeBackends, testModules } from "./setup.ts";
import { startWorld } from "./startWorld.ts";
import { World } from "./world.ts";

/** Applies batches as a consumer of single events would. */
function apply(consumer: Consumer, event: BatchEvent): void {
  const events = event.type === "steps" ? event.steps.map((step) => ({ type: "block", step }) as const) : [event];
  for (const single of events) consumer.apply(single);
}

async function take(follower: Follower | undefined, limits: BatchLimits): Promise<BatchEvent> {
  const stream = follower?.batches("start", limits);
  const event = (await stream?.next())?.value;
  await stream?.return(undefined);
  if (event === undefined) throw new Error("no batch");
  return event;
}

const numbersOf = (event: BatchEvent) =>
  event.type === "steps" ? event.steps.map(({ block }) => Number(block.number)) : [];

test("as many whole steps as the limits allow, at least one", async () => {
  const world = startWorld({ safeLag: { blocks: 50 } });
  // Steps with 1, 2, 3, … 6 logs.
  for (let i = 1; i <= 6; i++) await world.mine(Array.from({ length: i }, () => topicOf(i)));
  const follower = world.start();
  await world.until(6n);
  const taken = async (limits: BatchLimits) => numbersOf(await take(follower, limits));
  expect(await taken({ maxLogs: 100 })).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await taken({ maxLogs: 21 })).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await taken({ maxLogs: 20 })).toEqual([1, 2, 3, 4, 5]);
  expect(await taken({ maxLogs: 6 })).toEqual([1, 2, 3]);
  expect(await taken({ maxLogs: 5 })).toEqual([1, 2]);
  expect(await taken({ maxLogs: 0 })).toEqual([1]);
  expect(await taken({ maxLogs: 100, maxSteps: 4 })).toEqual([1, 2, 3, 4]);
  const batch = await take(follower, { maxLogs: 6 });
  expect(batch.type === "steps" && batch.steps).toEqual(world.consumer.steps.slice(0, 3));
});

test("the same steps as one by one, logs of ranges that end between steps too", async () => {
  const random = seededRandom();
  for (const backend of storeBackends) {
    const world = new World({ step: 4n, maxRange: 3n, startBlock: 3n, safeLag: { blocks: 9 } });
    onTestFinished(() => world.stop());
    for (let i = 1; i <= 80; i++)
      await world.mine(Array.from({ length: random.int(0, 3) }, (_, index) => topicOf(index)));
    world.start();
    await world.until(80n);
    const { store } = await backend.create();
    const copy = await copyOf(world, store);
    const consumer = new Consumer(3n);
    for await (const event of copy.batches("start", { maxLogs: random.int(1, 20), maxSteps: random.int(1, 7) })) {
      apply(consumer, event);
      if (consumer.steps.at(-1)?.block.number === 80n) break;
    }
    expect(consumer.steps).toEqual(world.consumer.steps);
    expect(consumer.topics()).toEqual((await world.chain.topics()).filter(({ block }) => block > 3n));
  }
});

/** A follower over a store that has what the world's has. */
async function copyOf(world: World, store: FollowerStore): Promise<Follower> {
  const state = await world.store.state();
  if (state === undefined) throw new Error("nothing stored");
  await store.write({
    state,
    steps: await world.store.stepsAfter(0n, 1_000),
    logs: await world.store.logs(0n, 1_000n),
  });
  const { providers, clock } = world;
  const follower = new Follower(world.options, testModules({ providers, store, clock }));
  onTestFinished(() => follower.close());
  return follower;
}

test("a reorganisation while a batch is worked on comes next, and finality only behind what was delivered", async () => {
  const world = startWorld({ safeLag: { blocks: 6 } });
  for (let i = 1; i <= 20; i++) await world.mine([topicOf(i)]);
  const follower = world.start();
  await world.untilTrue(() => world.consumer.finalized === 14n);
  const stream = follower.batches("start", { maxLogs: 18 });
  const consumer = new Consumer(0n);
  const next = async (): Promise<BatchEvent> => {
    const event = (await stream.next()).value;
    if (event === undefined) throw new Error("ended");
    apply(consumer, event);
    return event;
  };
  expect(numbersOf(await next())).toHaveLength(18);
  // While those are being applied.
  await world.chain.reorg(4);
  await world.mine([topicOf(99)]);
  await world.untilTrue(() => world.consumer.steps.at(-1)?.block.hash === world.chain.hashAt(21));
  expect(await next()).toEqual({ type: "reorg", ancestor: 16n });
  // What is final of what was delivered.
  expect(await next()).toMatchObject({ type: "finalize", block: { number: 15n } });
  expect(numbersOf(await next())).toEqual([17, 18, 19, 20, 21]);
  expect(consumer.topics()).toEqual(await world.chain.topics());
});

test("whatever happens, a consumer of batches ends with what is on the chain", async () => {
  const random = seededRandom();
  const world = startWorld({ step: 2n, maxRange: 5n, safeLag: { blocks: 12 } });
  const follower = world.start();
  const consumer = new Consumer(0n);
  const follow = async (): Promise<void> => {
    consumer.resume();
    for await (const event of follower.batches(consumer.position, { maxLogs: 7, maxSteps: 5 })) {
      apply(consumer, event);
      // Now and then it starts anew from where it stands.
      if (random.chance(0.1)) return follow();
    }
  };
  const following = follow();
  for (let round = 0; round < 40; round++) {
    for (let i = random.int(0, 8); i > 0; i--) await world.mine(random.chance(0.6) ? [topicOf(round), topicOf(i)] : []);
    const length = world.chain.length;
    if (random.chance(0.3) && length > 12) await world.chain.reorg(random.int(1, 6));
    await world.clock.advance(random.int(0, 3_000));
  }
  if (world.chain.length % 2 === 0) await world.mine();
  await driveUntil(world.clock, () => consumer.steps.at(-1)?.block.hash === world.chain.hashAt(world.chain.length - 1));
  expect(consumer.topics()).toEqual(await world.chain.topics());
  await world.stop();
  await following;
});

test("what lies behind the safe lag is safe while it is caught up with, not at the end only", async () => {
  const world = startWorld({ maxRange: 4n });
  for (let i = 1; i <= 20; i++) await world.mine([topicOf(i)]);
  const written: (readonly [bigint, bigint | undefined])[] = [];
  const write = world.store.write.bind(world.store);
  world.store.write = (change) => {
    written.push([change.state.cursor.number, change.state.safe?.number]);
    return write(change);
  };
  const follower = world.start();
  await world.until(20n);
  expect(written.slice(1, 6)).toEqual([4n, 8n, 12n, 16n, 20n].map((at) => [at, at < 17n ? at : 17n]));
  expect(follower.safeHead()).toEqual(await follower.stepAt(17n));
});
