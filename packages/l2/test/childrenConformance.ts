import { type Random, seededRandom } from "@session/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ChildRule, Hex, Provider } from "../src/index.ts";
import { Consumer } from "./consumer.ts";
import { type Emission, topicOf } from "./fakeChain.ts";
import { startFollower, testOptions } from "./setup.ts";
import type { StoreBackend } from "./storeConformance.ts";

/** A chain with some contracts that emit what they are told to. */
export interface EmittingChain {
  readonly contracts: readonly Hex[];
  head(): Promise<bigint>;
  /** One block with these events. */
  emit(emissions: readonly Emission[]): Promise<void>;
  reorg(depth: number): Promise<void>;
  /** All events on the chain now, in order. */
  logs(): Promise<{ block: bigint; address: Hex; topics: readonly Hex[] }[]>;
}

export type EmittingBackend = {
  readonly name: string;
  start(): Promise<{
    readonly chain: EmittingChain;
    readonly chainId: bigint;
    readonly provider: Provider;
    stop(): Promise<void>;
  }>;
};

const CREATED = topicOf(0xc0);
const [FILLED, CLOSED, UNRELATED] = [topicOf(0xf1), topicOf(0xc1), topicOf(0xee)];

const ruleOf = (factory: Hex): ChildRule => ({ factory, created: CREATED, childTopic: 1, topics: [FILLED, CLOSED] });
const wordOf = (address: Hex): Hex => `0x${address.slice(2).padStart(64, "0")}`;

/** What a follower must give, reckoned the simple way. */
async function expected(chain: EmittingChain, factory: Hex, startBlock: bigint) {
  const known = new Set<Hex>();
  return (await chain.logs()).filter(({ block, address, topics }) => {
    if (block <= startBlock) return false;
    if (address === factory) {
      if (topics[0] === CREATED) known.add(`0x${topics[1]?.slice(26)}`);
      return true;
    }
    return known.has(address) && (topics[0] === FILLED || topics[0] === CLOSED);
  });
}

const got = (consumer: Consumer) =>
  consumer.logs.map(({ blockNumber, address, topics }) => ({ block: blockNumber, address, topics }));

/** Some events of the factory, its children and strangers, in any order. */
function randomEmissions(random: Random, factory: Hex, others: readonly Hex[]): Emission[] {
  const pick = (): Hex => others[random.int(0, others.length - 1)] ?? factory;
  return Array.from({ length: random.int(0, 4) }, (): Emission => {
    const kind = random.int(0, 9);
    if (kind < 2) return { from: factory, topics: [CREATED, wordOf(pick())] };
    // A stranger that says it is a factory, and what nobody asked for.
    if (kind === 2) return { from: pick(), topics: [CREATED, wordOf(pick())] };
    if (kind === 3) return { from: pick(), topics: [UNRELATED, topicOf(1)] };
    return { from: pick(), topics: [kind % 2 === 0 ? FILLED : CLOSED, topicOf(kind)] };
  });
}

/** Contracts that a factory makes, over every chain and every store. */
export function describeChildren(chains: EmittingBackend, stores: StoreBackend): void {
  const setup = async () => {
    const backend = await chains.start();
    onTestFinished(() => backend.stop());
    const { chain, chainId, provider } = backend;
    const [factory, child = "0x", second = "0x", stranger = "0x"] = chain.contracts;
    if (factory === undefined) throw new Error("no contracts");
    const { store, reopen } = await stores.create();
    const startBlock = await chain.head();
    const follow = (with_ = store) =>
      startFollower(
        testOptions(factory, { chainId, startBlock, children: [ruleOf(factory)], maxRange: 3n, step: 2n, reads: [] }),
        { providers: [provider], store: with_ },
      );
    const consumer = new Consumer(startBlock);
    const untilHead = async (follower: ReturnType<typeof follow>): Promise<void> => {
      if ((await chain.head()) % 2n === 1n) await chain.emit([]);
      const head = await chain.head();
      // A reorganisation may end at the height the consumer is at.
      const isDone = async (): Promise<boolean> =>
        consumer.steps.at(-1)?.block.number === head &&
        JSON.stringify(got(consumer), bigintText) ===
          JSON.stringify(await expected(chain, factory, startBlock), bigintText);
      consumer.resume();
      for await (const event of follower.events(consumer.position)) {
        consumer.apply(event);
        if (await isDone()) return;
      }
    };
    return { chain, factory, child, second, stranger, startBlock, follow, reopen, consumer, untilHead };
  };

  describe(`children over ${chains.name}, store ${stores.name}`, () => {
    test("of a factory are followed from their creation on, strangers never", async () => {
      const { chain, factory, child, second, stranger, startBlock, follow, consumer, untilHead } = await setup();
      // Before its creation, in the same block before it, after it in the same block, and later.
      await chain.emit([{ from: child, topics: [FILLED, topicOf(1)] }]);
      await chain.emit([
        { from: child, topics: [FILLED, topicOf(2)] },
        { from: factory, topics: [CREATED, wordOf(child)] },
        { from: child, topics: [FILLED, topicOf(3)] },
        { from: stranger, topics: [CREATED, wordOf(stranger)] },
        { from: stranger, topics: [FILLED, topicOf(4)] },
      ]);
      await chain.emit([{ from: child, topics: [UNRELATED, topicOf(5)] }]);
      await chain.emit([{ from: second, topics: [CLOSED, topicOf(6)] }]);
      await chain.emit([{ from: child, topics: [CLOSED, topicOf(7)] }]);
      const follower = follow();
      await untilHead(follower);
      expect(got(consumer).map(({ topics }) => topics[1])).toEqual([wordOf(child), topicOf(3), topicOf(7)]);
      expect(got(consumer)).toEqual(await expected(chain, factory, startBlock));
      const stored = await follower.logsBetween(0n, 10_000n);
      expect(stored.some(({ address }) => address === stranger || address === second)).toBe(false);
    });

    test("are known over a restart, and forgotten with the block of their creation", async () => {
      const { chain, factory, child, second, startBlock, follow, reopen, consumer, untilHead } = await setup();
      await chain.emit([{ from: factory, topics: [CREATED, wordOf(child)] }]);
      await chain.emit([]);
      const first = follow();
      await untilHead(first);
      await first.close();
      // The second is made in a block that goes; the first stays.
      await chain.emit([{ from: factory, topics: [CREATED, wordOf(second)] }]);
      await chain.emit([
        { from: child, topics: [FILLED, topicOf(1)] },
        { from: second, topics: [FILLED, topicOf(2)] },
      ]);
      const next = follow(await reopen());
      await untilHead(next);
      expect(got(consumer).map(({ address }) => address)).toEqual([factory, factory, child, second]);
      await chain.reorg(2);
      await chain.emit([{ from: second, topics: [FILLED, topicOf(3)] }]);
      await chain.emit([{ from: child, topics: [CLOSED, topicOf(4)] }]);
      await untilHead(next);
      expect(got(consumer)).toEqual(await expected(chain, factory, startBlock));
      await next.close();
      const last = new Consumer(startBlock);
      await last.follow(
        follow(await reopen()),
        () => last.steps.at(-1)?.block.number === consumer.steps.at(-1)?.block.number,
      );
      expect(got(last)).toEqual(got(consumer));
    });

    test("any story of creations, strangers, reorganisations and restarts", async () => {
      const random = seededRandom();
      const { chain, factory, startBlock, follow, reopen, consumer, untilHead } = await setup();
      const others = chain.contracts.slice(1);
      let follower = follow();
      for (let round = 0; round < 12; round++) {
        for (let i = random.int(1, 5); i > 0; i--) await chain.emit(randomEmissions(random, factory, others));
        if (random.chance(0.4) && (await chain.head()) > startBlock + 4n) await chain.reorg(random.int(1, 2));
        await untilHead(follower);
        expect(got(consumer)).toEqual(await expected(chain, factory, startBlock));
        if (!random.chance(0.3)) continue;
        await follower.close();
        follower = follow(await reopen());
      }
    });
  });
}

const bigintText = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
