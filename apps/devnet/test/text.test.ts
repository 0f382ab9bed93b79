import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSesh, parseSesh } from "../src/amount.ts";
import { formatDuration, parseDuration } from "../src/duration.ts";
import { DevnetError } from "../src/errors.ts";
import { shortSocketPath } from "../src/folder.ts";

const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error instanceof DevnetError ? error.code : "OTHER";
  }
  return undefined;
};

describe("durations", () => {
  test.each([
    ["90", 90],
    ["90s", 90],
    ["15m", 900],
    ["1h30m", 5_400],
    ["2d", 172_800],
  ])("%s is %i seconds", (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  test.each(["", "0", "0s", "-5s", "1.5h", "5 m", "m", "1h x", "99999999999999999999s"])("%o is refused", (text) =>
    expect(codeOf(() => parseDuration(text))).toBe("USAGE"),
  );

  test("what is formatted reads back", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (sec) => parseDuration(formatDuration(sec)) === sec));
  });
});

describe("amounts", () => {
  test.each([
    ["1000", 1_000_000_000_000n],
    ["0.000000001", 1n],
    ["25000.5", 25_000_500_000_000n],
  ])("%s SESH", (text, units) => expect(parseSesh(text)).toBe(units));

  test.each(["", "1,5", "1e3", "-1", "0.0000000001", ".5", "1."])("%o is refused", (text) =>
    expect(codeOf(() => parseSesh(text))).toBe("USAGE"),
  );

  test("what is formatted reads back", () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), (units) => parseSesh(formatSesh(units)) === units));
  });
});

test("a socket's path fits, always the same for the same folder", () => {
  const deep = `/tmp/${"x".repeat(200)}/control.sock`;
  expect(Buffer.byteLength(shortSocketPath(deep))).toBeLessThanOrEqual(103);
  expect(shortSocketPath(deep)).toBe(shortSocketPath(deep));
  expect(shortSocketPath("/tmp/a/control.sock")).toBe("/tmp/a/control.sock");
});
