import { describe, expect, onTestFinished, test } from "vitest";
import type { Hex, Provider } from "../src/index.ts";
import { Consumer } from "./consumer.ts";
import { startFollower, testOptions } from "./setup.ts";
import type { StoreBackend } from "./storeConformance.ts";
import type { TestChain } from "./testChain.ts";

export type ChainBackend = {
  readonly name: string;
  /** A chain of its own for one test, and a provider for it. */
  start(): Promise<{
    readonly chain: TestChain;
    readonly chainId: bigint;
    readonly provider: Provider;
    stop(): Promise<void>;
  }>;
};

const topic = (value: number): Hex => `0x${value.toString(16).padStart(64, "0")}`;

/** What every chain and every store must give. */
export function describeFollower(chains: ChainBackend, stores: StoreBackend): void {
  const setup = async () => {
    const backend = await chains.start();
    onTestFinished(() => backend.stop());
    const { store, reopen } = await stores.create();
    const { chain, chainId, provider } = backend;
    const startBlock = await chain.head();
    const follow = (options = {}, with_ = store) =>
      startFollower(testOptions(chain.address, { chainId, startBlock, ...options }), {
        providers: [provider],
        store: with_,
      });
    return { chain, startBlock, follow, reopen, consumer: new Consumer(startBlock) };
  };
  const isAt = (number: bigint) => (event: { type: string; step?: { block: { number: bigint } } }) =>
    event.type === "block" && event.step?.block.number === number;

  describe(`follower over ${chains.name}, store ${stores.name}`, () => {
    test("delivers every event after the start block once, equal events of one block too", async () => {
      const { chain, startBlock, follow, consumer } = await setup();
      await chain.mine([topic(1), topic(1)]);
      await chain.mine();
      await chain.mine([topic(2), topic(1), topic(2)]);
      const head = await chain.head();
      await consumer.follow(follow(), isAt(head));
      const expected = (await chain.topics()).filter(({ block }) => block > startBlock);
      expect(expected).toHaveLength(5);
      expect(consumer.topics()).toEqual(expected);
      expect(new Set(consumer.logs.map((log) => `${log.blockNumber}/${log.logIndex}`)).size).toBe(5);
      expect(consumer.steps.map(({ block }) => block.number)).toEqual([
        startBlock + 1n,
        startBlock + 2n,
        startBlock + 3n,
      ]);
      for (const { block, reads } of consumer.steps) expect(reads.map(BigInt)).toEqual([block.number]);
    });

    test("events at or before the start block are never delivered", async () => {
      const { chain, follow, consumer } = await setup();
      await chain.mine([topic(1)]);
      const startBlock = await chain.head();
      await chain.mine([topic(2)]);
      await consumer.follow(follow({ startBlock }), isAt(startBlock + 1n));
      expect(consumer.topics()).toEqual([{ block: startBlock + 1n, topic: topic(2) }]);
    });

    test("a step carries what happened since the step before, whatever the range", async () => {
      const { chain, startBlock, follow, consumer } = await setup();
      for (let i = 1; i <= 24; i++) await chain.mine(i % 3 === 0 ? [topic(i)] : []);
      const last = (await chain.head()) - ((await chain.head()) % 10n);
      const follower = follow({ step: 10n, maxRange: 4n });
      await consumer.follow(follower, isAt(last));
      expect(consumer.steps.every(({ block }) => block.number % 10n === 0n)).toBe(true);
      const expected = (await chain.topics()).filter(({ block }) => block > startBlock && block <= last);
      expect(consumer.topics()).toEqual(expected);
      expect(await follower.stepAt(last)).toEqual(consumer.steps.at(-1));
      expect(await follower.stepAt(last - 1n)).toBeUndefined();
      expect(await follower.stepAfter(last - 10n)).toEqual(consumer.steps.at(-1));
      expect(await follower.logsBetween(startBlock, last)).toEqual(consumer.logs);
    });

    test("follows a reorganisation within the lag and finalizes behind it", async () => {
      const { chain, startBlock, follow, consumer } = await setup();
      for (let i = 1; i <= 6; i++) await chain.mine([topic(i)]);
      const follower = follow();
      await consumer.follow(follower, () => consumer.hasBoth(startBlock + 6n, startBlock + 3n));
      expect(follower.safeHead()?.block.number).toBe(startBlock + 3n);
      await chain.reorg(2);
      await chain.mine([topic(7)]);
      await consumer.follow(follower, isAt(startBlock + 7n));
      const reorgs = consumer.events.filter(({ type }) => type === "reorg");
      expect(reorgs).toEqual([{ type: "reorg", ancestor: startBlock + 4n }]);
      const expected = (await chain.topics()).filter(({ block }) => block > startBlock);
      expect(consumer.topics()).toEqual(expected);
      expect(follower.head()?.number).toBe(startBlock + 7n);
    });

    test("resumes after a restart without a gap or a duplicate, over a reorganisation in between too", async () => {
      const { chain, startBlock, follow, reopen, consumer } = await setup();
      for (let i = 1; i <= 5; i++) await chain.mine([topic(i)]);
      const first = follow();
      await consumer.follow(first, isAt(startBlock + 5n));
      await first.close();
      await chain.reorg(2);
      for (let i = 6; i <= 8; i++) await chain.mine([topic(i)]);
      const second = follow({}, await reopen());
      await second.open();
      expect(second.head()?.number).toBe(startBlock + 5n);
      await consumer.follow(second, isAt(startBlock + 8n));
      await second.close();
      expect(consumer.topics()).toEqual((await chain.topics()).filter(({ block }) => block > startBlock));
      expect(consumer.events.filter(({ type }) => type === "reorg")).toHaveLength(1);

      // A second consumer without a memory gets the same from the store.
      const other = new Consumer(startBlock);
      await other.follow(follow({}, await reopen()), isAt(startBlock + 8n));
      expect(other.steps).toEqual(consumer.steps);
    });

    test("a reorganisation beyond the safe lag stops it, durably, until an operator rewinds", async () => {
      const { chain, startBlock, follow, reopen, consumer } = await setup();
      for (let i = 1; i <= 8; i++) await chain.mine([topic(i)]);
      const first = follow();
      await consumer.follow(first, () => consumer.hasBoth(startBlock + 8n, startBlock + 5n));
      const finalized = consumer.steps[4]?.block;
      await chain.reorg(5);
      const code = "L2_REORG_BEYOND_SAFE";
      const detail = { code, finalized: { number: finalized?.number, hash: finalized?.hash } };
      await expect(consumer.follow(first, () => false)).rejects.toMatchObject({ detail });
      await expect(consumer.follow(first, () => false)).rejects.toMatchObject({ code });
      await first.close();
      const second = follow({}, await reopen());
      await expect(consumer.follow(second, () => false)).rejects.toMatchObject({ detail });
      await expect(second.rewindTo(startBlock + 6n, topic(0))).rejects.toMatchObject({ code: "REWIND_MISMATCH" });
      await expect(consumer.follow(second, () => false)).rejects.toMatchObject({ detail });

      const { hash, number } = await headBlock(second, startBlock + 6n);
      await second.rewindTo(number, hash);
      consumer.finalized = startBlock;
      await consumer.follow(second, isAt(startBlock + 8n));
      expect(consumer.events.at(-1)).toMatchObject({ type: "block" });
      expect(consumer.events.filter(({ type }) => type === "reorg")).toEqual([
        { type: "reorg", ancestor: startBlock + 3n },
      ]);
      expect(consumer.topics()).toEqual((await chain.topics()).filter(({ block }) => block > startBlock));
    });

    /** What the chain has now, as the error of a wrong rewind tells it. */
    async function headBlock(
      follower: ReturnType<typeof startFollower>,
      number: bigint,
    ): Promise<{ number: bigint; hash: Hex }> {
      const error = await follower.rewindTo(number, topic(0)).catch((reason: unknown) => reason);
      const { found } = (error as { detail: { found: Hex } }).detail;
      return { number, hash: found };
    }
  });
}
