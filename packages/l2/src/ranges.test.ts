import fc from "fast-check";
import { expect, test } from "vitest";
import { AdaptiveRange } from "./ranges.ts";

test("starts at the cap of 1,000, halves when refused, never below one block", () => {
  const range = new AdaptiveRange({});
  expect(range.size).toBe(1_000n);
  expect(range.refused(1_000n)).toBe(true);
  expect(range.size).toBe(500n);
  expect(range.refused(3n)).toBe(true);
  expect(range.size).toBe(1n);
  expect(range.refused(1n)).toBe(false);
  expect(range.size).toBe(1n);
});

test("grows again after a refusal, and a short range at the head does not make it grow", () => {
  const range = new AdaptiveRange({ maxRange: 1_000n });
  range.refused(1_000n);
  range.succeeded(2n);
  expect(range.size).toBe(500n);
  for (let i = 0; i < 200; i++) range.succeeded(range.size);
  expect(range.size).toBe(1_000n);
});

test("property: finds any fixed limit, and most ranges are then taken and near it", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 1_000n), (limit) => {
      const range = new AdaptiveRange({});
      let refusals = 0;
      for (let i = 0; i < 300; i++) {
        expect(range.size >= 1n && range.size <= 1_000n).toBe(true);
        if (range.size <= limit) range.succeeded(range.size);
        else {
          range.refused(range.size);
          refusals++;
        }
      }
      expect(refusals).toBeLessThan(60);
      expect(range.size * 4n).toBeGreaterThanOrEqual(limit);
    }),
  );
});

test("a size nobody has tried is reached step by step", () => {
  const range = new AdaptiveRange({ maxRange: 100_000n });
  expect(range.size).toBe(1_000n);
  range.succeeded(1_000n, 0);
  expect(range.size).toBe(2_000n);
  for (let i = 0; i < 10; i++) range.succeeded(range.size, 0);
  expect(range.size).toBe(100_000n);
});

test("an answer above 2 MB makes the next range smaller by as much, below it grows to about 2 MB", () => {
  const range = new AdaptiveRange({ maxRange: 100_000n });
  range.succeeded(1_000n, 8 * 2 ** 20);
  expect(range.size).toBe(250n);
  // Short ranges count if their answer was too large.
  range.succeeded(10n, 4 * 2 ** 20);
  expect(range.size).toBe(5n);
  range.succeeded(1n, 100 * 2 ** 20);
  expect(range.size).toBe(1n);
});

test("property: with so many bytes a block it stays near 2 MB", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 19 }), (bytesPerBlock) => {
      const range = new AdaptiveRange({ maxRange: 1_000_000n });
      for (let i = 0; i < 60; i++) range.succeeded(range.size, Number(range.size) * bytesPerBlock);
      const bytes = Number(range.size) * bytesPerBlock;
      expect(bytes).toBeLessThanOrEqual(2 ** 21);
      expect(bytes).toBeGreaterThan(2 ** 19);
    }),
  );
});
