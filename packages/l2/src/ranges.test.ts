import fc from "fast-check";
import { expect, test } from "vitest";
import { AdaptiveRange } from "./ranges.ts";

test("starts at the cap of 1,000, halves when refused, never below one block", () => {
  const range = new AdaptiveRange();
  expect(range.size).toBe(1_000n);
  expect(range.refused(1_000n)).toBe(true);
  expect(range.size).toBe(500n);
  expect(range.refused(3n)).toBe(true);
  expect(range.size).toBe(1n);
  expect(range.refused(1n)).toBe(false);
  expect(range.size).toBe(1n);
});

test("grows again after a refusal, and a short range at the head does not make it grow", () => {
  const range = new AdaptiveRange(1_000n);
  range.refused(1_000n);
  range.succeeded(2n);
  expect(range.size).toBe(500n);
  for (let i = 0; i < 200; i++) range.succeeded(range.size);
  expect(range.size).toBe(1_000n);
});

test("property: finds any fixed limit, and most ranges are then taken and near it", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 1_000n), (limit) => {
      const range = new AdaptiveRange();
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
