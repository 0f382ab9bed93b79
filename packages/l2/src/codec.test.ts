import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeJson, encodeJson, numberKey } from "./codec.ts";

test("property: bigints survive, keys sort like numbers", () => {
  const record = fc.record({
    number: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    hash: fc.string(),
    list: fc.array(fc.nat()),
  });
  fc.assert(
    fc.property(record, (value) => {
      expect(decodeJson(encodeJson(value))).toEqual(value);
    }),
  );
  const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(uint64, uint64, (a, b) => {
      expect(numberKey(a) < numberKey(b)).toBe(a < b);
    }),
  );
});
