import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";

test("prints its seed and repeats with it", () => {
  const lines: string[] = [];
  const first = seededRandom(42, (line) => lines.push(line));
  const second = seededRandom(42, () => {});
  expect(lines).toEqual(["seed 42 (repeat with SEED=42)"]);
  expect(Array.from({ length: 50 }, () => first.uint32())).toEqual(Array.from({ length: 50 }, () => second.uint32()));
  expect(first.fork("a").uint32()).toBe(second.fork("a").uint32());
  expect(first.fork("a").uint32()).not.toBe(first.fork("b").uint32());
});

test("stays in bounds, reaches both ends, keeps elements on shuffle", () => {
  const random = seededRandom(7, () => {});
  const seen = new Set(Array.from({ length: 500 }, () => random.int(-1, 3)));
  expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3]);
  expect(random.shuffle([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
  expect(() => random.pick([])).toThrow(RangeError);
  expect(() => seededRandom(-1, () => {})).toThrow(RangeError);
});
