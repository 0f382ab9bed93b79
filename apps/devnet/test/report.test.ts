import { expect, test } from "vitest";
import { isExact, JOURNEY_STEPS, type JourneyKind, toReport, toReported } from "../src/journey/report.ts";

const one = { account: "operator", expected: 5n, actual: 5n };
const stepsOf = (kind: JourneyKind) =>
  JOURNEY_STEPS[kind].map((name) => toReported(name, { block: 1, tx: null, shares: [one] }, 1));

test.each(["solo", "pool", "leaver"] as const)("a report of a %s journey is good only whole and exact", (kind) => {
  const steps = stepsOf(kind);
  expect(toReport(kind, steps, 9).ok).toBe(true);
  expect(toReport(kind, steps.slice(0, -1), 9).ok).toBe(false);
  expect(toReport(kind, [...steps, ...steps.slice(-1)], 9).ok).toBe(false);
  expect(toReport(kind, steps.toReversed(), 9).ok).toBe(false);
  expect(toReport(kind, steps.with(3, { ...(steps[3] as (typeof steps)[0]), actual: "4" }), 9).ok).toBe(false);
  expect(toReport(kind, steps, 9, { step: "stakeReturned", code: "X", message: "x" }).ok).toBe(false);
});

test("the steps of one journey don't make another", () => {
  expect(toReport("pool", stepsOf("leaver"), 9).ok).toBe(false);
  expect(toReport("leaver", stepsOf("solo"), 9).ok).toBe(false);
});

test("a step with one account is as short as ever; with more it has their sums and each of them", () => {
  const step = { name: "claimed", block: 7, tx: null, expected: "5", actual: "5", seconds: 1.2 };
  expect(toReported("claimed", { block: 7, tx: null, shares: [one] }, 1.23)).toEqual(step);
  const shares = [one, { account: "public", expected: 7n, actual: 8n }];
  expect(toReported("claimed", { block: 7, tx: null, shares }, 1.23)).toEqual({
    ...step,
    expected: "12",
    actual: "13",
    accounts: [
      { account: "operator", expected: "5", actual: "5" },
      { account: "public", expected: "7", actual: "8" },
    ],
  });
});

test("a step whose sums agree by chance is not exact", () => {
  const shares = [
    { account: "operator", expected: 5n, actual: 6n },
    { account: "public", expected: 5n, actual: 4n },
  ];
  const step = toReported("claimed", { block: 1, tx: null, shares }, 1);
  expect(step).toMatchObject({ expected: "10", actual: "10" });
  expect(isExact(step)).toBe(false);
  expect(isExact(toReported("claimed", { block: 1, tx: null, shares: [one, one] }, 1))).toBe(true);
});
