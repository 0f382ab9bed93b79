import type { Pool } from "@session/sdk";
import { expect, test } from "vitest";
import { readTerms, type TermsRules } from "../../staking/terms.ts";
import { findChanges, isChanged, toTermsText } from "./editModel.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const RULES: TermsRules = {
  ...{ operator: OPERATOR, requirement: 25_000_000_000_000n, operatorMinimum: 6_250_000_000_000n },
  ...{ maxContributors: 10, maxFeeBps: 10_000, decimalSign: "," },
};
const POOL = {
  ...{ feeBps: 29, manualFinalize: true, reserved: [{ contributor: OTHER, amount: 1n }] },
  contributions: [{ staker: OPERATOR, beneficiary: OPERATOR, amount: 7_000_000_000_001n, contributedAt: 1 }],
} as unknown as Pool;

test("a pool's terms come back from the form as they were, to the last base unit", () => {
  const text = toTermsText(POOL, RULES);
  expect(text).toMatchObject({ ownStake: "7000,000000001", fee: "0,29", start: "byHand" });
  const read = readTerms(text, RULES);
  if (!("terms" in read)) throw new Error(JSON.stringify(read.issues));
  expect(isChanged(findChanges(POOL, read.terms, OPERATOR))).toBe(false);
});

test("only what is another is sent", () => {
  const terms = { ownStake: 7_000_000_000_001n, feeBps: 30, reserved: POOL.reserved, manualFinalize: true };
  const none = { fee: false, reserved: false, start: false, ownStake: false };
  expect(findChanges(POOL, terms, OPERATOR.toLowerCase())).toEqual({ ...none, fee: true });
  const more = { ...terms, feeBps: 29, reserved: [{ contributor: OTHER, amount: 2n }] } as const;
  expect(findChanges(POOL, more, OPERATOR)).toEqual({ ...none, reserved: true });
  expect(findChanges(POOL, { ...terms, feeBps: 29, ownStake: 1n }, OPERATOR)).toEqual({ ...none, ownStake: true });
  // Nothing is inside: the stake is brought later.
  expect(findChanges({ ...POOL, contributions: [] }, { ...terms, feeBps: 29, ownStake: 1n }, OPERATOR)).toEqual(none);
});
