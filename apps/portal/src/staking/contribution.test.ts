import type { Pool } from "@session/sdk";
import { expect, test } from "vitest";
import { leastOf, toReceiver, whyClosed } from "./contribution.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const STAKING = { requirement: "1000", maxContributors: 10 };
const OPEN = {
  ...{ state: "openForPublicContrib", operator: OPERATOR, stakingRequirement: 1_000n, maxContributors: 10 },
  ...{ minimumContribution: 10n, maximumContribution: 90n, account: undefined },
} as unknown as Pool;
const account = (contribution: object | undefined, maximumContribution: bigint) =>
  ({ contribution, maximumContribution, minimumContribution: 0n }) as NonNullable<Pool["account"]>;

test("a pool that takes nothing from an account says why", () => {
  const why = (change: Partial<Pool>, who: string | undefined = OTHER) =>
    whyClosed({ ...OPEN, ...change }, STAKING, who);
  expect(why({})).toBeUndefined();
  expect(why({ state: "waitForOperatorContrib" })).toBe("operatorFirst");
  expect(why({ state: "waitForOperatorContrib" }, undefined)).toBe("operatorFirst");
  expect(why({ state: "waitForOperatorContrib" }, OPERATOR.toLowerCase())).toBeUndefined();
  expect(why({ state: "waitForFinalized" })).toBe("full");
  expect(why({ state: "finalized", stakingRequirement: 1n })).toBe("finalized");
  expect(why({ stakingRequirement: 999n })).toBe("outdated");
  expect(why({ maxContributors: 9 })).toBe("outdated");
});

test("an account's own limits come before a newcomer's", () => {
  const why = (own: Pool["account"]) => whyClosed({ ...OPEN, account: own }, STAKING, OTHER);
  expect(why(account(undefined, 0n))).toBe("noPlace");
  expect(why(account({}, 0n))).toBe("waitsForReserved");
  expect(
    whyClosed({ ...OPEN, maximumContribution: 0n, account: account(undefined, 5n) }, STAKING, OTHER),
  ).toBeUndefined();
});

test("adding to a contribution keeps the receiver named before", () => {
  const named = (beneficiary: string) => toReceiver({ ...OPEN, account: account({ staker: OTHER, beneficiary }, 1n) });
  expect(named(OPERATOR)).toBe(OPERATOR);
  expect(named(OTHER.toLowerCase())).toBe("");
  expect(toReceiver(OPEN)).toBe("");
});

test("what a draft names counts until something is inside", () => {
  expect(toReceiver(OPEN, OTHER)).toBe(OTHER);
  const inside = { ...OPEN, account: account({ staker: OTHER, beneficiary: OPERATOR }, 1n) };
  expect(toReceiver(inside, "0x12")).toBe(OPERATOR);
});

test("what there is bounds a limit, as far as it is known", () => {
  expect(leastOf(5n, undefined)).toBe(5n);
  expect(leastOf(5n, 4n)).toBe(4n);
  expect(leastOf(5n, 6n)).toBe(5n);
});
