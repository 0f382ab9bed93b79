import { expect, test } from "vitest";
import { toAboutWei, toCostKey } from "./cost.ts";

test("a cost is said in two digits, never too low", () => {
  expect(toAboutWei(0n)).toBe(0n);
  expect(toAboutWei(7n)).toBe(7n);
  expect(toAboutWei(99n)).toBe(99n);
  expect(toAboutWei(123_456n)).toBe(130_000n);
  expect(toAboutWei(120_000n)).toBe(120_000n);
  expect(toAboutWei(998_000n)).toBe(1_000_000n);
});

test("must-not-repeat 4.7: an estimate of other arguments, another account or chain isn't taken", () => {
  const keys = [
    toCostKey(1, "0xA", [5n, true]),
    toCostKey(1, "0xA", [6n, true]),
    toCostKey(1, "0xA", [5n, false]),
    toCostKey(1, "0xA", ["5", true]),
    toCostKey(1, "0xA", [5n, true, undefined]),
    toCostKey(1, "0xB", [5n, true]),
    toCostKey(2, "0xA", [5n, true]),
    toCostKey(1, undefined, [5n, true]),
  ].map((key) => JSON.stringify(key));
  expect(new Set(keys).size).toBe(keys.length);
});

test("must-not-repeat 4.7: the same address in another case is the same", () => {
  expect(toCostKey(1, "0xAb", ["0xCd"])).toEqual(toCostKey(1, "0xaB", ["0xcD"]));
});
