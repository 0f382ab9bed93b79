import { expect, test } from "vitest";
import { MalformedError, parseHex } from "./parse.ts";

test.each(["0x", "0x00", "0xfF", `0x${"aB09".repeat(5_000)}`])("hex comes back in lower case: %s", (hex) => {
  expect(parseHex(hex, "it")).toBe(hex.toLowerCase());
});

test.each([
  "",
  "0",
  "00",
  "0X00",
  "0x0",
  "0x0g",
  "0xg0",
  "0x 0",
  "0x00\n",
  "0x-1",
  "0x0x00",
  "0xé0",
  // Their lower bytes are those of "0" and "1".
  "0x\u0130\u0131",
  "0x0\u0130",
  `0x${"00".repeat(5_000)}\u0130\u0131`,
  `0x${"00".repeat(5_000)}0z`,
  5,
  null,
])("what is no hex is refused: %j", (value) => {
  expect(() => parseHex(value, "it")).toThrow(new MalformedError("it is not hex"));
});

test("hex of another length than asked for is refused", () => {
  expect(parseHex("0x0a0b", "it", 2)).toBe("0x0a0b");
  expect(() => parseHex("0x0a", "it", 2)).toThrow(new MalformedError("it is not 2 bytes"));
});
