import { describe, expect, test } from "vitest";
import type { FollowerState, Hex, L2Block, L2Log, StoredStep } from "../src/index.ts";
import { storeBackends } from "./setup.ts";

const hash = (value: number): Hex => `0x${value.toString(16).padStart(64, "0")}`;
const block = (number: number, branch = 0): L2Block => ({
  number: BigInt(number),
  hash: hash(number + branch * 10 ** 6),
  parentHash: hash(number - 1),
  timestamp: 1_700_000_000n,
});
const step = (number: number, branch = 0): StoredStep => ({ block: block(number, branch), reads: [hash(number)] });
const log = (number: number, logIndex: number): L2Log => ({
  address: "0x00000000000000000000000000000000000000aa",
  topics: [hash(1)],
  data: "0x",
  blockNumber: BigInt(number),
  blockHash: hash(number),
  logIndex,
  transactionHash: hash(9),
});
const state = (cursor: number): FollowerState => ({
  config: { chainId: 1n, startBlock: 0n, step: 5n, addresses: [], reads: [] },
  anchor: block(0),
  cursor: block(cursor),
  safe: null,
  alarm: null,
});

for (const backend of storeBackends)
  describe(`store ${backend.name}`, () => {
    test("is empty at first, and keeps everything over a restart", async () => {
      const { store, reopen } = await backend.create();
      expect(await store.state()).toBeUndefined();
      expect(await store.stepsDown(100n, 5)).toEqual([]);
      expect(await store.stepAfter(0n)).toBeUndefined();
      // 16 and 256 sort before 5 as text: keys must sort as numbers. Log 10 comes after log 9.
      const logs = [log(3, 9), log(3, 10), log(5, 0), log(16, 0), log(256, 1)];
      await store.write({ state: state(260), steps: [step(5), step(20), step(260)], logs });
      const again = await reopen();
      expect(await again.state()).toEqual(state(260));
      expect(await again.step(20n)).toEqual(step(20));
      expect(await again.step(21n)).toBeUndefined();
      expect(await again.stepsDown(259n, 5)).toEqual([step(20), step(5)]);
      expect(await again.stepsDown(260n, 2)).toEqual([step(260), step(20)]);
      expect(await again.stepAfter(5n)).toEqual(step(20));
      expect(await again.logs(0n, 300n)).toEqual(logs);
      expect(await again.logs(3n, 16n)).toEqual([log(5, 0), log(16, 0)]);
      expect(await again.logs(2n, 3n)).toEqual([log(3, 9), log(3, 10)]);
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
    });
  });
