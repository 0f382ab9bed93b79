import { SdkError } from "@session/sdk";
import { expect, test } from "vitest";
import { IndexerHealth, isAway } from "./indexerHealth.ts";

const url = "http://x";
const unreachable = new SdkError({ code: "API_UNREACHABLE", url, reason: "fetch failed" }, "x");
const problem = (status: number, apiCode: string) => new SdkError({ code: "API_PROBLEM", url, status, apiCode }, "x");

test("away is who doesn't answer or fails inside; a refusal is an answer", () => {
  expect(isAway(unreachable)).toBe(true);
  expect(isAway(new SdkError({ code: "API_MALFORMED", url, reason: "status 502" }, "x"))).toBe(true);
  expect(isAway(problem(500, "INTERNAL"))).toBe(true);
  expect(isAway(problem(404, "NOT_FOUND"))).toBe(false);
  expect(isAway(problem(429, "RATE_LIMITED"))).toBe(false);
  expect(isAway(new SdkError({ code: "API_MALFORMED", url, reason: "expected string" }, "x"))).toBe(false);
  expect(isAway(new Error("x"))).toBe(false);
});

test("the time it went away stays that of the first failure, until it answers", () => {
  const health = new IndexerHealth();
  const told: (number | null)[] = [];
  health.onChange(() => told.push(health.awaySinceMs()));
  health.failed(problem(404, "NOT_FOUND"), 1_000);
  health.failed(unreachable, 2_000);
  health.failed(unreachable, 5_000);
  expect(health.rests(14_000)).toBe(true);
  expect(health.rests(16_000)).toBe(false);
  health.answered();
  expect(health.rests(14_000)).toBe(false);
  expect(told).toEqual([2_000, null]);
});
