import { formatAmount } from "@session/ui";
import type { Hex } from "viem";
import { z } from "zod";
import { readBeneficiary } from "../../staking/readBeneficiary.ts";
import { readTerms, type Terms, type TermsRules, termsText } from "../../staking/terms.ts";
import type { Mode } from "./model.ts";

/** All the wizard asks for, as typed. */
export const wizardText = termsText.extend({ mode: z.enum(["alone", "pool"]), beneficiary: z.string() });
export type WizardText = z.infer<typeof wizardText>;

/** The same, understood. */
export type WizardChoice = {
  readonly mode: Mode;
  /** Undefined: whoever signs. */
  readonly beneficiary: Hex | undefined;
  /** Of the pool; undefined for a node staked alone. */
  readonly terms: Terms | undefined;
};

/** Suggested to an operator who chooses nothing. */
const SUGGESTED_FEE_BPS = 500n;

export function toDefaults({ operatorMinimum, maxFeeBps, decimalSign }: TermsRules): WizardText {
  const write = (value: bigint, decimals: number) => formatAmount(value, { decimals }).plain.replace(".", decimalSign);
  const fee = SUGGESTED_FEE_BPS < BigInt(maxFeeBps) ? SUGGESTED_FEE_BPS : BigInt(maxFeeBps);
  return {
    ...{ mode: "alone", beneficiary: "", ownStake: write(operatorMinimum, 9) },
    ...{ fee: write(fee, 2), reserved: [], start: "itself" },
  };
}

/** @param refused - addresses that can't receive rewards */
export function wizardSchema(rules: TermsRules, refused: readonly (string | undefined)[]) {
  return wizardText.transform((text, context): WizardChoice => {
    const receiver = readBeneficiary(text.beneficiary, refused);
    const read = text.mode === "pool" ? readTerms(text, rules) : undefined;
    const issues = read !== undefined && "issues" in read ? read.issues : [];
    for (const { path, fault } of issues)
      context.addIssue({ code: "custom", path: [...path], message: fault, input: text });
    if (!receiver.ok) context.addIssue({ code: "custom", path: ["beneficiary"], message: receiver.fault, input: text });
    if (!receiver.ok || issues.length > 0) return z.NEVER;
    const terms = read !== undefined && "terms" in read ? read.terms : undefined;
    return { mode: text.mode, beneficiary: receiver.beneficiary, terms };
  });
}
