import type { PoolDetail } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toJoinLimits, whyClosed } from "./model.ts";

const OPEN = {
  state: "open",
  isCurrent: true,
  minimumContribution: "10",
  maximumContribution: "90",
  limits: null,
} as unknown as PoolDetail;

test("an account's own limits come before a newcomer's", () => {
  expect(toJoinLimits(OPEN)).toEqual({ minimum: 10n, maximum: 90n });
  const limits = { account: "0x", minimumContribution: "1", maximumContribution: "5", contribution: null };
  expect(toJoinLimits({ ...OPEN, limits } as PoolDetail)).toEqual({ minimum: 1n, maximum: 5n });
});

test("a pool that takes nobody says why", () => {
  expect(whyClosed(OPEN)).toBeUndefined();
  expect(whyClosed({ ...OPEN, state: "waiting" })).toBe("waiting");
  expect(whyClosed({ ...OPEN, isCurrent: false })).toBe("outdated");
  expect(whyClosed({ ...OPEN, maximumContribution: "0" })).toBe("noPlace");
});
