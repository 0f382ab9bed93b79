import { expect, test } from "vitest";
import { csvUrl, presetRange, rangeFault, sumOf, toPoints, toRange } from "./model.ts";
import { rewardsSearch } from "./search.ts";

const NOW = Date.UTC(2026, 10, 20, 23, 59);

test("without a range the last 90 days are shown, and one end alone is enough", () => {
  expect(toRange({}, NOW)).toEqual({ from: "2026-08-23", to: "2026-11-20" });
  expect(toRange({ from: "2026-11-01" }, NOW)).toEqual({ from: "2026-11-01", to: "2026-11-20" });
  expect(toRange({ to: "2026-03-31" }, NOW)).toEqual({ from: "2026-01-01", to: "2026-03-31" });
  expect(presetRange(30, NOW)).toEqual({ from: "2026-10-22", to: "2026-11-20" });
  expect(presetRange(1, NOW)).toEqual({ from: "2026-11-20", to: "2026-11-20" });
});

test("a range the indexer would refuse is named before it is asked", () => {
  expect(rangeFault({ from: "2026-11-20", to: "2026-11-20" })).toBeUndefined();
  expect(rangeFault({ from: "2026-11-21", to: "2026-11-20" })).toBe("order");
  expect(rangeFault(presetRange(1_000, NOW))).toBeUndefined();
  expect(rangeFault(presetRange(1_001, NOW))).toBe("tooLong");
});

test("days without rewards are drawn as such, across months, and never days outside of the range", () => {
  const days = [
    { day: "2026-10-30", amount: 5n },
    { day: "2026-11-02", amount: 7n },
  ];
  const drawn = (from: string) =>
    toPoints(days, from).map(({ at, values }) => [new Date(at * 1_000).toISOString().slice(5, 13), values.earned]);
  const inside = [
    ["10-30T12", 5n],
    ["10-31T12", 0n],
    ["11-01T12", 0n],
    ["11-02T12", 7n],
  ];
  expect(drawn("2026-10-30")).toEqual(inside);
  expect(drawn("2026-10-29")).toEqual([["10-29T12", 0n], ...inside]);
  expect(drawn("2026-01-01").map(([day]) => day)[0]).toBe("10-27T12");
  expect(drawn("2026-01-01")).toHaveLength(7);
  expect(toPoints([], "2026-01-01")).toEqual([]);
  expect(sumOf(days)).toBe(12n);
});

test("must-not-repeat 4.9: the history can be taken along, the whole range", () => {
  const url = csvUrl("http://127.0.0.1:4720/", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", {
    ...{ from: "2026-01-01", to: "2026-11-20" },
  });
  expect(url).toBe(
    "http://127.0.0.1:4720/v1/rewards/0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266/history.csv?from=2026-01-01&to=2026-11-20",
  );
});

test("an address that can be passed on: what is malformed in it is left out", () => {
  const account = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
  expect(rewardsSearch.parse({ address: account, from: "2026-01-01", node: 7 })).toEqual({
    ...{ address: account, from: "2026-01-01", node: 7 },
  });
  expect(rewardsSearch.parse({ address: "0x12", from: "yesterday", to: 5, node: "x", other: 1 })).toEqual({});
});
