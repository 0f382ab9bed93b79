import { describe, expect, test } from "vitest";
import type { Child, FollowerState, FollowerStore, Hex, L2Block, L2Log, StoredStep } from "../src/index.ts";

/** A store of each kind; `reopen` gives what a new process would find. Both end with the test. */
export type StoreBackend = {
  readonly name: string;
  create(): Promise<{ readonly store: FollowerStore; reopen(): Promise<FollowerStore> }>;
};

const hash = (value: number): Hex => `0x${value.toString(16).padStart(64, "0")}`;
const addressOf = (value: number): Hex => `0x${value.toString(16).padStart(40, "0")}`;
const block = (number: number, branch = 0): L2Block => ({
  number: BigInt(number),
  hash: hash(number + branch * 10 ** 6),
  parentHash: hash(number - 1),
  timestamp: 1_700_000_000n + BigInt(number),
});
const step = (number: number, branch = 0): StoredStep => ({
  block: block(number, branch),
  reads: [hash(number), "0x"],
});
const log = (number: number, logIndex: number, more: Partial<L2Log> = {}): L2Log => ({
  address: addressOf(0xaa),
  topics: [hash(1)],
  data: "0x",
  blockNumber: BigInt(number),
  blockHash: hash(number),
  logIndex,
  transactionHash: hash(9),
  time: 1_700_000_000n + BigInt(number),
  ...more,
});
const state = (cursor: number): FollowerState => ({
  config: { chainId: 1n, startBlock: 0n, step: 5n, addresses: [], reads: [] },
  anchor: block(0),
  cursor: block(cursor),
  safe: null,
  alarm: null,
});

const FACTORY = addressOf(0xfa);
const CREATED = hash(0xc0);
/** What a factory's log looks like, with the child's address as second topic. */
const creation = (number: number, logIndex: number, child: number, more: Partial<L2Log> = {}): L2Log =>
  log(number, logIndex, { address: FACTORY, topics: [CREATED, hash(child)], ...more });
const child = (number: number, logIndex: number, value: number): Child => ({
  factory: FACTORY,
  created: CREATED,
  childTopic: 1,
  address: addressOf(value),
  blockNumber: BigInt(number),
  logIndex,
});

/** What every {@link FollowerStore} must do. */
export function describeStore(backend: StoreBackend): void {
  describe(`store ${backend.name}`, () => {
    test("is empty at first, and keeps everything over a restart", async () => {
      const { store, reopen } = await backend.create();
      expect(await store.state()).toBeUndefined();
      expect(await store.stepsDown(100n, 5)).toEqual([]);
      expect(await store.stepsAfter(0n, 5)).toEqual([]);
      // 16 and 256 sort before 5 as text: keys must sort as numbers. Log 10 comes after log 9.
      const logs = [log(3, 9), log(3, 10), log(5, 0), log(16, 0), log(256, 1)];
      await store.write({ state: state(260), steps: [step(5), step(20), step(260)], logs });
      const again = await reopen();
      expect(await again.state()).toEqual(state(260));
      expect(await again.step(20n)).toEqual(step(20));
      expect(await again.step(21n)).toBeUndefined();
      expect(await again.stepsDown(259n, 5)).toEqual([step(20), step(5)]);
      expect(await again.stepsDown(260n, 2)).toEqual([step(260), step(20)]);
      expect(await again.stepsAfter(5n, 1)).toEqual([step(20)]);
      expect(await again.stepsAfter(4n, 2)).toEqual([step(5), step(20)]);
      expect(await again.stepsAfter(5n, 9)).toEqual([step(20), step(260)]);
      expect(await again.logs(0n, 300n)).toEqual(logs);
      expect(await again.logs(3n, 16n)).toEqual([log(5, 0), log(16, 0)]);
      expect(await again.logs(2n, 3n)).toEqual([log(3, 9), log(3, 10)]);
      expect(await again.logs(0n, 300n, 2)).toEqual([log(3, 9), log(3, 10)]);
      expect(await again.logs(3n, 16n, 9)).toEqual([log(5, 0), log(16, 0)]);
    });

    test("each shape of a log and of the state comes back as it was", async () => {
      const { store, reopen } = await backend.create();
      const logs = [
        log(1, 0, { topics: [] }),
        log(1, 1, { topics: [hash(1), hash(2), hash(3), hash(4)], data: `0x${"00ff5c".repeat(2_000)}` }),
        log(1, 2, { topics: [hash(1), hash(0)] }),
      ];
      const far = 2n ** 62n;
      const { config } = state(0);
      const rich: FollowerState = {
        config: { ...config, startBlock: far, addresses: [addressOf(1)], reads: ["0x:0x"], children: ["a:b:1:c"] },
        anchor: block(0),
        cursor: { ...block(5), number: far },
        safe: { number: 5n, hash: hash(5) },
        alarm: { code: "L2_REORG_BEYOND_SAFE", finalized: block(5), found: { number: 5n, hash: null } },
      };
      await store.write({ state: rich, steps: [{ block: block(5), reads: [] }], logs });
      const again = await reopen();
      expect(await again.state()).toEqual(rich);
      expect(await again.step(5n)).toEqual({ block: block(5), reads: [] });
      expect(await again.logs(0n, 5n)).toEqual(logs);
    });

    test("rolls back steps and logs after the ancestor and remembers where they went", async () => {
      const { store, reopen } = await backend.create();
      await store.write({
        state: state(15),
        steps: [step(5), step(10), step(15)],
        logs: [log(5, 0), log(6, 0), log(15, 3)],
      });
      const ancestor = { number: 5n, hash: block(5).hash };
      await store.write({ state: state(5), rollbackTo: ancestor });
      await store.write({ state: state(10), steps: [step(10, 1)], logs: [log(7, 0)] });
      const again = await reopen();
      expect(await again.state()).toEqual(state(10));
      expect(await again.stepsDown(100n, 9)).toEqual([step(10, 1), step(5)]);
      expect(await again.logs(0n, 100n)).toEqual([log(5, 0), log(7, 0)]);
      expect(await again.ancestorOfDropped(block(15))).toEqual(ancestor);
      expect(await again.ancestorOfDropped(block(10))).toEqual(ancestor);
      expect(await again.ancestorOfDropped(block(10, 1))).toBeUndefined();
      expect(await again.ancestorOfDropped(block(5))).toBeUndefined();
      // The same block dropped twice: the later ancestor counts.
      await again.write({ state: state(15), steps: [step(15)] });
      const deeper = { number: 0n, hash: block(0).hash };
      await again.write({ state: state(0), rollbackTo: deeper });
      expect(await again.ancestorOfDropped(block(15))).toEqual(deeper);
      expect(await again.ancestorOfDropped(block(10, 1))).toEqual(deeper);
    });

    test("a rollback and what replaces it in one change", async () => {
      const { store } = await backend.create();
      await store.write({ state: state(10), steps: [step(5), step(10)], logs: [log(5, 0), log(9, 0)] });
      const ancestor = { number: 5n, hash: block(5).hash };
      await store.write({ state: state(10), steps: [step(10, 1)], logs: [log(9, 0)], rollbackTo: ancestor });
      expect(await store.stepsAfter(0n, 9)).toEqual([step(5), step(10, 1)]);
      expect(await store.logs(0n, 100n)).toEqual([log(5, 0), log(9, 0)]);
      expect(await store.ancestorOfDropped(block(10))).toEqual(ancestor);
    });

    test("children by rule, in the order of their logs, over a restart and a rollback", async () => {
      const { store, reopen } = await backend.create();
      const kind = { factory: FACTORY, created: CREATED, childTopic: 1 } as const;
      expect(await store.children(kind)).toEqual([]);
      const logs = [creation(3, 10, 1), creation(3, 11, 2), creation(16, 0, 3)];
      const children = [child(3, 10, 1), child(3, 11, 2), child(16, 0, 3)];
      // Another contract's, and another event of the factory.
      const others = [creation(17, 0, 4, { address: addressOf(0xfb) }), creation(17, 1, 5, { topics: [hash(1)] })];
      await store.write({ state: state(20), steps: [step(20)], logs: [...logs, ...others], children });
      const again = await reopen();
      expect(await again.children(kind)).toEqual(children);
      expect(await again.children({ ...kind, created: hash(0xc1) })).toEqual([]);
      expect(await again.children({ ...kind, factory: addressOf(1) })).toEqual([]);
      await again.write({ state: state(5), rollbackTo: { number: 5n, hash: hash(5) } });
      expect(await again.children(kind)).toEqual(children.slice(0, 2));
      await again.write({ state: state(10), logs: [creation(7, 0, 6)], children: [child(7, 0, 6)] });
      expect(await (await reopen()).children(kind)).toEqual([...children.slice(0, 2), child(7, 0, 6)]);
    });
  });
}
