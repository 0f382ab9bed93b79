import { expect, test } from "vitest";
import { bisectInvalid, findDuplicate, groupByMessage } from "./aggregate.ts";
import type { SignatureSet } from "./bls.ts";
import { bytesKey } from "./bytesKey.ts";

const numbered = (value: number): SignatureSet => ({
  publicKey: Uint8Array.of(value),
  message: new Uint8Array(0),
  signature: new Uint8Array(0),
});

test("bytesKey tells apart what differs, whatever the length", () => {
  const all = [0, 1, 2, 1023, 1024, 1025, 5000].flatMap((size) => [
    new Uint8Array(size).fill(0),
    ...(size === 0 ? [] : [new Uint8Array(size).fill(255), new Uint8Array(size).fill(0x30)]),
  ]);
  expect(new Set(all.map(bytesKey)).size).toBe(all.length);
  expect(bytesKey(Uint8Array.of(1, 200))).toBe(bytesKey(Buffer.from([1, 200])));
});

test("groupByMessage keeps the order of first occurrence", () => {
  const items = [1, 2, 1, 3, 2].map((value, index) => ({ message: Uint8Array.of(value), index }));
  expect(groupByMessage(items).map((group) => group.items.map((item) => item.index))).toEqual([[0, 2], [1, 4], [3]]);
});

test("findDuplicate names the second occurrence", () => {
  const keys = [1, 2, 3, 2, 1].map((value) => Uint8Array.of(value));
  expect(findDuplicate(keys)).toBe(3);
  expect(findDuplicate(keys.slice(0, 3))).toBe(-1);
});

test("bisection finds every bad set, and one of 64 with few questions", () => {
  const sets = Array.from({ length: 64 }, (_, index) => numbered(index));
  for (const bad of [[], [0], [63], [5, 6], [1, 17, 40, 62], sets.map((_, index) => index)]) {
    let questions = 0;
    const found = bisectInvalid(sets, [...sets.keys()], (part) => {
      questions++;
      return part.every((set) => !bad.includes(set.publicKey[0] ?? -1));
    });
    expect(found).toEqual(bad);
    expect(questions).toBeLessThanOrEqual(1 + 2 * 6 * Math.max(bad.length, 1));
  }
});
