import fc from "fast-check";
import { expect, test } from "vitest";
import { SeededShuffle } from "./draw.ts";

const seed = (byte: number) => new Uint8Array(32).fill(byte);

test("a draw is a permutation, the same from anywhere it is read", () => {
  fc.assert(
    fc.property(fc.nat(255), fc.integer({ min: 1, max: 60 }), fc.nat(10_000), (byte, size, start) => {
      const forwards = new SeededShuffle("test", seed(byte), 7, size);
      const order = Array.from({ length: size }, (_, i) => forwards.at(i));
      expect([...order].sort((a, b) => a - b)).toEqual(order.map((_, i) => i));
      expect(new SeededShuffle("test", seed(byte), 7, size).at(start)).toBe(order[start % size]);
    }),
  );
});

test("purpose, seed and context change the draw; every validator is drawn about as often", () => {
  const draw = (purpose: string, byte: number, context: number) =>
    Array.from({ length: 20 }, (_, i) => new SeededShuffle(purpose, seed(byte), context, 20).at(i)).join();
  expect(new Set([draw("a", 1, 1), draw("b", 1, 1), draw("a", 2, 1), draw("a", 1, 2)]).size).toBe(4);
  const counts = new Array<number>(5).fill(0);
  for (let height = 0; height < 5_000; height++) {
    const first = new SeededShuffle("session/proposer/1", seed(3), height, 5).at(0);
    counts[first] = (counts[first] ?? 0) + 1;
  }
  // 1,000 each; 6 standard deviations are 170.
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(170);
});
