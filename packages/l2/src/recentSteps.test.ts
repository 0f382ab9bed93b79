import { expect, test } from "vitest";
import { RecentSteps } from "./recentSteps.ts";
import type { L2Log, L2Step } from "./types.ts";

/** Steps at these numbers, each with so many logs. */
const steps = (numbers: readonly number[], logs = 1): L2Step[] =>
  numbers.map((number) => ({
    block: { number: BigInt(number), hash: `0x${number}`, parentHash: "0x", timestamp: BigInt(number) },
    reads: [],
    logs: Array.from({ length: logs }, () => ({ blockNumber: BigInt(number) }) as L2Log),
  }));

const numbersAfter = (recent: RecentSteps, position: bigint, maxLogs = 100, maxSteps?: number) =>
  recent
    .after(position, { maxLogs, ...(maxSteps === undefined ? {} : { maxSteps }) })
    ?.map(({ block }) => Number(block.number));

test("answers from the step after a position on, within the limits, at least one", () => {
  const recent = new RecentSteps(4n);
  recent.add(steps([8, 12, 16], 3));
  // A start block need not be a step.
  for (const position of [4n, 5n, 7n]) expect(numbersAfter(recent, position)).toEqual([8, 12, 16]);
  expect(numbersAfter(recent, 8n)).toEqual([12, 16]);
  expect(numbersAfter(recent, 4n, 6)).toEqual([8, 12]);
  expect(numbersAfter(recent, 4n, 5)).toEqual([8]);
  expect(numbersAfter(recent, 4n, 0)).toEqual([8]);
  expect(numbersAfter(recent, 4n, 100, 2)).toEqual([8, 12]);
});

test("has no answer where something would be missing", () => {
  const recent = new RecentSteps(4n);
  expect(numbersAfter(recent, 4n)).toBeUndefined();
  recent.add(steps([8, 12]));
  expect(numbersAfter(recent, 3n)).toBeUndefined();
  expect(numbersAfter(recent, 12n)).toBeUndefined();
  recent.add(steps([20]));
  expect(numbersAfter(recent, 4n)).toBeUndefined();
  expect(numbersAfter(recent, 12n)).toBeUndefined();
  expect(numbersAfter(recent, 16n)).toEqual([20]);
  recent.clear();
  expect(numbersAfter(recent, 16n)).toBeUndefined();
});

test("lets the oldest go above its limit", () => {
  const recent = new RecentSteps(1n, 10);
  recent.add(steps([1, 2, 3], 4));
  expect(numbersAfter(recent, 0n)).toBeUndefined();
  expect(numbersAfter(recent, 1n)).toEqual([2, 3]);
  recent.add(steps([4], 11));
  expect(numbersAfter(recent, 3n)).toBeUndefined();
  recent.add(steps([5], 10));
  expect(numbersAfter(recent, 4n)).toEqual([5]);
});
