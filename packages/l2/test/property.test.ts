import { seededRandom } from "@session/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChildKind, FollowerStore, Hex, StoreChange } from "../src/index.ts";
import { Follower, MemoryStore } from "../src/index.ts";
import { Consumer } from "./consumer.ts";
import { topicOf } from "./fakeChain.ts";
import type { Faults } from "./fakeProvider.ts";
import { testModules } from "./setup.ts";
import { World } from "./world.ts";

const LAG = 6;

/** One thing that happens to the chain, the providers, the follower or time. */
type Happening = (life: Life) => Promise<void>;

const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.array(fc.nat(3), { maxLength: 3 }).map(named("mine", (life, topics) => life.mine(topics))),
  },
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: 1, max: LAG - 1 })
      .chain((depth) =>
        fc.constantFrom<Happening>(
          named<number>("reorg", (life, blocks) => life.lose(blocks, true))(depth),
          named<number>("truncate", (life, blocks) => life.lose(blocks, false))(depth),
        ),
      ),
  },
  {
    weight: 5,
    arbitrary: fc.integer({ min: 1, max: 5_000 }).map(named("wait", (life, ms) => life.world.clock.advance(ms))),
  },
  { weight: 1, arbitrary: fc.constant(0).map(named("restart", (life) => life.restart())) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        provider: fc.nat(2),
        faults: fc.oneof(fc.record({ lag: fc.nat(5) }), fc.record({ maxRange: fc.integer({ min: 1, max: 6 }) })),
      })
      .map(named("faults", async (life, { provider, faults }) => life.break(provider, faults))),
  },
);

const outage = fc
  .record({ provider: fc.nat(2), isDown: fc.boolean() })
  .map(named("down", async (life, { provider, isDown }) => life.break(provider, { isDown: () => isDown })));

/** From now on the chain changes in the middle of batches, once in so many calls. */
const churn = fc
  .record({ seed: fc.nat(), every: fc.integer({ min: 2, max: 9 }) })
  .map(named("churn", async (life, { seed, every }) => life.churn(seed, every)));

/** A happening that fast-check can print. */
function named<T>(name: string, happen: (life: Life, value: T) => Promise<void>): (value: T) => Happening {
  return (value) =>
    Object.assign((life: Life) => happen(life, value), {
      [fc.toStringMethod]: () => `${name}(${JSON.stringify(value)})`,
    });
}

/** The chain never loses a block that could be final: `LAG` below the highest head there ever was. */
class Life {
  readonly world: World;
  #highest: number;

  constructor(world: World) {
    this.world = world;
    this.#highest = world.chain.length - 1;
  }

  async mine(topics: readonly number[]): Promise<void> {
    // Before anything is awaited: the next change may come within the same batch.
    this.#highest = Math.max(this.#highest, this.world.chain.length);
    await this.world.mine(topics.map(topicOf));
  }

  async lose(blocks: number, isReplaced: boolean): Promise<void> {
    const { chain } = this.world;
    const depth = Math.min(blocks, chain.length - 1 - Math.max(0, this.#highest - LAG));
    if (depth <= 0) return;
    if (isReplaced) await chain.reorg(depth);
    else chain.truncate(depth);
  }

  async restart(): Promise<void> {
    await this.world.stop();
    this.world.start();
  }

  /** Some forty changes between two calls of one batch, wherever they fall. */
  churn(seed: number, every: number): void {
    const random = seededRandom(seed, () => {});
    let calls = 0;
    const between = (): void => {
      if (++calls % every !== 0 || calls > 40 * every) return;
      const isLoss = random.chance(0.6);
      void (isLoss ? this.lose(random.int(1, LAG - 1), random.chance(0.7)) : this.mine([random.int(0, 3)]));
    };
    for (const provider of this.world.providers) provider.faults.between = between;
  }

  break(provider: number, faults: Faults): void {
    Object.assign(this.world.providers[provider]?.faults ?? {}, faults);
  }

  /** Everything works again; the consumer must end up with what is on the chain. */
  async heal(): Promise<void> {
    const { world } = this;
    for (const provider of world.providers) provider.faults = {};
    while (world.chain.length <= this.#highest + Number(world.options.step))
      await world.mine([topicOf(world.chain.length)]);
    const head = world.chain.length - 1;
    const newest = BigInt(head - (head % Number(world.options.step)));
    await world.clock.advance(20_000);
    await world.untilTrue(() => world.consumer.steps.at(-1)?.block.hash === world.chain.hashAt(Number(newest)));
    const { startBlock } = world.options;
    const expected = (await world.chain.topics()).filter(({ block }) => block > startBlock && block <= newest);
    expect(world.consumer.topics()).toEqual(expected);
    for (const { block } of world.consumer.steps) expect(block.hash).toBe(world.chain.hashAt(Number(block.number)));
    const count = newest / world.options.step - startBlock / world.options.step;
    expect(BigInt(world.consumer.steps.length)).toBe(count);
    expect(await world.follower?.logsBetween(startBlock, newest)).toEqual(world.consumer.logs);
    expect(world.failure).toBeUndefined();
  }
}

const shape = fc.record({
  step: fc.constantFrom(1n, 3n, 7n),
  startBlock: fc.bigInt(0n, 9n),
  maxRange: fc.constantFrom(1n, 4n, 1_000n),
  providers: fc.integer({ min: 1, max: 3 }),
  maxBatch: fc.constantFrom(4, 9, 100),
});

test("whatever happens to chain and providers, the consumer ends up with exactly the chain's events", async () => {
  await fc.assert(
    fc.asyncProperty(
      shape,
      fc.array(
        fc.oneof(
          { weight: 19, arbitrary: happening },
          { weight: 1, arbitrary: churn },
          { weight: 1, arbitrary: outage },
        ),
        {
          minLength: 5,
          maxLength: 60,
        },
      ),
      async (options, happenings) => {
        const world = new World({ ...options, safeLag: { blocks: LAG } });
        world.chain.mineMany(Number(options.startBlock));
        const life = new Life(world);
        world.start();
        for (const happen of happenings) await happen(life);
        await life.heal();
        await world.stop();
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);

test("one lying provider of three changes nothing, whatever it makes up", async () => {
  const lie = fc
    .record({
      depth: fc.integer({ min: 1, max: 12 }),
      blocks: fc.nat(20),
      topics: fc.array(fc.nat(9), { maxLength: 3 }),
    })
    .map(
      named("lie", async ({ world }, { depth, blocks, topics }) => {
        const liar = world.providers[2];
        if (liar === undefined) throw new Error("no liar");
        liar.chain = world.chain.fork();
        await liar.chain.reorg(Math.min(depth, liar.chain.length - 1));
        for (let i = 0; i < blocks; i++) await liar.chain.mine(topics.map(topicOf));
      }),
    );
  const story = fc.array(
    fc.oneof({ weight: 8, arbitrary: happening }, { weight: 2, arbitrary: lie }, { weight: 1, arbitrary: churn }),
    {
      minLength: 5,
      maxLength: 50,
    },
  );
  await fc.assert(
    fc.asyncProperty(shape, story, async (options, happenings) => {
      const world = new World({ ...options, providers: 3, safeLag: { blocks: LAG } });
      world.chain.mineMany(Number(options.startBlock) + 1);
      const life = new Life(world);
      world.start();
      for (const happen of happenings) await happen(life);
      // It goes on lying while the others heal.
      await life.heal();
      await world.stop();
    }),
    { numRuns: 100 },
  );
}, 120_000);

/** Fails one write: before anything is stored, or after everything is. Later ones work: the process was started again. */
class CrashingStore implements FollowerStore {
  readonly #inner: FollowerStore;
  readonly #crashAt: number;
  readonly #isStored: boolean;
  writes = 0;

  constructor(inner: FollowerStore, crashAt: number, isStored: boolean) {
    this.#inner = inner;
    this.#crashAt = crashAt;
    this.#isStored = isStored;
  }

  async write(change: StoreChange): Promise<void> {
    const isCrash = ++this.writes === this.#crashAt;
    if (!isCrash || this.#isStored) await this.#inner.write(change);
    if (isCrash) throw new Error("crash");
  }

  state = () => this.#inner.state();
  step = (number: bigint) => this.#inner.step(number);
  stepsDown = (from: bigint, limit: number) => this.#inner.stepsDown(from, limit);
  stepsAfter = (number: bigint, limit: number) => this.#inner.stepsAfter(number, limit);
  logs = (from: bigint, to: bigint, limit?: number) => this.#inner.logs(from, to, limit);
  children = (kind: ChildKind) => this.#inner.children(kind);
  ancestorOfDropped = (step: { number: bigint; hash: Hex }) => this.#inner.ancestorOfDropped(step);
  close = () => this.#inner.close();
}

/** A fixed story with growth, reorganisations and restarts. */
async function liveThrough(crashAt: number, isStored: boolean): Promise<{ writes: number; crashes: number }> {
  const world = new World({ step: 2n, maxRange: 3n, safeLag: { blocks: LAG } });
  const store = new CrashingStore(new MemoryStore(), crashAt, isStored);
  const consumer = new Consumer(0n);
  let crashes = 0;
  const { clock, providers, options } = world;
  const untilAt = async (hash: () => Hex): Promise<void> => {
    for (;;) {
      const follower = new Follower(options, testModules({ providers, store, clock }));
      const atEnd = consumer.follow(follower, () => consumer.steps.at(-1)?.block.hash === hash(), consumer.position);
      const end = atEnd.then(
        () => "done",
        (error: unknown) => String(error),
      );
      let result: string | undefined;
      void end.then((value) => {
        result = value;
      });
      for (let i = 0; result === undefined && i < 1_000; i++) await clock.advance(500);
      await follower.close();
      if (result === "done") return;
      expect(result).toBe("Error: crash");
      crashes++;
    }
  };
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 6; i++) await world.mine(i % 2 === 0 ? [topicOf(round), topicOf(round)] : []);
    const head = () => world.chain.hashAt(world.chain.length - 1);
    await untilAt(head);
    await world.chain.reorg(3 + (round % 2));
    await untilAt(head);
  }
  expect(consumer.topics()).toEqual(await world.chain.topics());
  return { writes: store.writes, crashes };
}

test("a crash at any write, before or after it is stored: no gap, no duplicate", async () => {
  const { writes } = await liveThrough(Number.POSITIVE_INFINITY, false);
  expect(writes).toBeGreaterThan(20);
  let crashes = 0;
  for (let crashAt = 1; crashAt <= writes; crashAt++)
    for (const isStored of [false, true]) crashes += (await liveThrough(crashAt, isStored)).crashes;
  // A write that fails after the consumer has all it waits for ends no stream; most do.
  expect(crashes).toBeGreaterThan(writes);
}, 120_000);
