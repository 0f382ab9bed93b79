import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasCode } from "../errors.ts";
import { encodeNonSigners } from "./encodeNonSigners.ts";

/** Reads the encoding as the contract does. */
function decode(bytes: Uint8Array): number[] {
  expect(bytes.length % 34).toBe(0);
  const ids: number[] = [];
  let previous = -1;
  for (let offset = 0; offset < bytes.length; offset += 34) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
    const word = view.getUint16(0);
    expect(word).toBeGreaterThan(previous);
    previous = word;
    const bits = BigInt(`0x${bytesToHex(bytes.subarray(offset + 2, offset + 34))}`);
    expect(bits).not.toBe(0n);
    for (let bit = 0; bit < 256; bit++) if ((bits >> BigInt(bit)) & 1n) ids.push(256 * word + bit);
  }
  return ids;
}

test("must-not-repeat §1.13: the bitmap names exactly the absent ids, words ascending", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 70_000 }), fc.boolean()), { selector: ([id]) => id }),
      (nodes) => {
        const sorted = nodes.sort(([a], [b]) => a - b);
        const ids = sorted.map(([id]) => id);
        const signers = sorted.filter(([, signs]) => signs).map(([id]) => id);
        const absent = sorted.filter(([, signs]) => !signs).map(([id]) => id);
        expect(decode(encodeNonSigners(ids, signers.reverse()))).toEqual(absent);
      },
    ),
  );
});

test("nobody absent is no bytes; a known vector", () => {
  expect(encodeNonSigners([1, 2, 3], [3, 2, 1, 1])).toEqual(new Uint8Array());
  expect(bytesToHex(encodeNonSigners([1, 255, 256, 258, 300], [1, 300]))).toBe(
    `0000${"80".padEnd(64, "0")}0001${"5".padStart(64, "0")}`,
  );
});

test("ids out of order, out of range or unknown are refused", () => {
  const codes = [
    [[2, 1], []],
    [[1, 1], []],
    [[0], []],
    [[2 ** 24], []],
    [[1], [2]],
  ].map(([ids = [], signers = []]) => {
    try {
      encodeNonSigners(ids, signers);
    } catch (error) {
      return ["NON_SIGNERS_UNSORTED", "NON_SIGNERS_ID_OUT_OF_RANGE", "NON_SIGNERS_UNKNOWN_SIGNER"].find((code) =>
        hasCode(error, code),
      );
    }
    return "none";
  });
  expect(codes).toEqual([
    "NON_SIGNERS_UNSORTED",
    "NON_SIGNERS_UNSORTED",
    "NON_SIGNERS_ID_OUT_OF_RANGE",
    "NON_SIGNERS_ID_OUT_OF_RANGE",
    "NON_SIGNERS_UNKNOWN_SIGNER",
  ]);
});
