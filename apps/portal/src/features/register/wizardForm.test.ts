import { expect, test } from "vitest";
import type { TermsRules } from "../../staking/terms.ts";
import { toDefaults, wizardSchema } from "./wizardForm.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const VESTING = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const RULES: TermsRules = {
  ...{ operator: OPERATOR, requirement: 1_003n, operatorMinimum: 251n, maxContributors: 10 },
  ...{ maxFeeBps: 10_000, decimalSign: "," },
};

test("the defaults can be signed as they are, in the reader's own signs, for any requirement", () => {
  const text = toDefaults(RULES);
  expect(text.ownStake).toBe("0,000000251");
  expect(wizardSchema(RULES, []).parse({ ...text, mode: "pool" })).toEqual({
    mode: "pool",
    beneficiary: undefined,
    terms: { ownStake: 251n, feeBps: 500, reserved: [], manualFinalize: false },
  });
  expect(toDefaults({ ...RULES, maxFeeBps: 29 }).fee).toBe("0,29");
});

test("alone, a pool's terms don't matter; the receiver of rewards does", () => {
  const text = { ...toDefaults(RULES), fee: "nonsense", ownStake: "" };
  const schema = wizardSchema(RULES, [VESTING]);
  expect(schema.parse(text)).toEqual({ mode: "alone", beneficiary: undefined, terms: undefined });
  const codes = (change: object) =>
    schema.safeParse({ ...text, ...change }).error?.issues.map((issue) => issue.message);
  expect(codes({ beneficiary: VESTING.toLowerCase() })).toEqual(["BENEFICIARY_REFUSED"]);
  expect(codes({ mode: "pool" })).toEqual(["AMOUNT_NOT_A_NUMBER", "AMOUNT_EMPTY"]);
});
