import { sha256, stringToBytes } from "viem";
import { expect, test } from "vitest";
import { encodeQr } from "./qr.ts";

/** Bytes, modules on a side, SHA-256 of the rows as lines of 0 and 1: as the npm package qrcode 1.5.3 draws them, mode byte, level L. */
const CASES = [
  [1, 21, "0eac2e2c8ff0ca4d54b588a6143b0dd88de5b02ead4cddd7b78c271b262b1a61"],
  [100, 37, "634e227d16af81bd1eee2dbe84cfc0027391ea07c6030634affc4dd486660bfd"],
  [190, 49, "9338984ee77274c93f725c8ecd543c7fccc1ae4a3ceb13cd353e7782110f9641"],
  [400, 69, "c1c3a4482b251b90eb03e21f557c1b4b5ffc4ade02465b9d584afee384269987"],
] as const;

test("the same modules as another encoder's, from the smallest version to large ones", () => {
  for (const [length, size, digest] of CASES) {
    const text = "wc:".padEnd(length, "0123456789abcdef@?=&").slice(0, length);
    const rows = encodeQr(text).map((row) => row.map((isDark) => (isDark ? "1" : "0")).join(""));
    expect(rows).toHaveLength(size);
    expect(sha256(stringToBytes(rows.join("\n")))).toBe(`0x${digest}`);
  }
});

test("858 bytes fit, one more doesn't; letters outside of ASCII count as their bytes", () => {
  expect(encodeQr("x".repeat(858))).toHaveLength(97);
  expect(() => encodeQr("x".repeat(859))).toThrow(RangeError);
  expect(() => encodeQr("é".repeat(430))).toThrow(RangeError);
});
