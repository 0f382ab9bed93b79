import type { PoolReservation } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { type AmountFault, checkAmount, parseBps } from "@session/ui";
import type { Hex } from "viem";
import { z } from "zod";
import { type AddressFault, isSameAddress, readAddress } from "./readAddress.ts";

/** What the network asks of a pool; amounts in base units. */
export type TermsRules = {
  readonly operator: Hex;
  readonly requirement: bigint;
  /** Least the operator brings. */
  readonly operatorMinimum: bigint;
  /** The operator included. */
  readonly maxContributors: number;
  readonly maxFeeBps: number;
  /** How the reader's language writes decimals. */
  readonly decimalSign: "." | ",";
};

const reservationText = z.object({ contributor: z.string(), amount: z.string() });
/** A pool's terms as typed; kept as typed, so that half a number survives. */
export const termsText = z.object({
  ownStake: z.string(),
  /** In per cent. */
  fee: z.string(),
  reserved: z.array(reservationText),
  start: z.enum(["itself", "byHand"]),
});
export type ReservationText = z.infer<typeof reservationText>;
export type TermsText = z.infer<typeof termsText>;
/** The same, understood. */
export type Terms = {
  readonly ownStake: bigint;
  readonly feeBps: number;
  readonly reserved: readonly PoolReservation[];
  readonly manualFinalize: boolean;
};

export type TermsFault =
  | AddressFault
  | AmountFault["code"]
  | "RESERVATION_OWN"
  | "RESERVATION_REPEATED"
  | "RESERVATION_NOTHING"
  | "RESERVATIONS_TOO_MANY"
  | "RESERVATIONS_TOO_HIGH"
  | "FEE_TOO_HIGH";
export type TermsIssue = { readonly path: readonly (string | number)[]; readonly fault: TermsFault };

export function toTermsRules({ staking }: ParamsResponse, operator: Hex, decimalSign: "." | ","): TermsRules {
  return {
    operator,
    requirement: BigInt(staking.requirement),
    operatorMinimum: BigInt(staking.operatorMinimum),
    maxContributors: staking.maxContributors,
    maxFeeBps: staking.maxFeeBps,
    decimalSign,
  };
}

/** Reads a fee in per cent as basis points, exactly: "0.29" is 29 (must-not-repeat 4.3). */
export function readFee(text: string, { maxFeeBps, decimalSign }: TermsRules): number | TermsFault {
  const parsed = parseBps(text, decimalSign);
  if (!parsed.ok) return parsed.fault.code;
  return parsed.amount > BigInt(maxFeeBps) ? "FEE_TOO_HIGH" : Number(parsed.amount);
}

/** What is left for the operator beside reservations; those not understood yet count as nothing. */
export function mostOwnStake(reserved: readonly ReservationText[], rules: TermsRules): bigint {
  return rules.requirement - sumOf(reserved, rules);
}

/** What is left to reserve beside the operator's least, or what it brings if that is more. */
export function leftToReserve({ ownStake, reserved }: TermsText, rules: TermsRules): bigint {
  const own = amountOf(ownStake, rules) ?? 0n;
  const least = own > rules.operatorMinimum ? own : rules.operatorMinimum;
  const left = rules.requirement - least - sumOf(reserved, rules);
  return left > 0n ? left : 0n;
}

/** Reads a pool's terms as typed: all of them understood, or everything that is wrong with them. */
export function readTerms(text: TermsText, rules: TermsRules): { terms: Terms } | { issues: readonly TermsIssue[] } {
  const issues: TermsIssue[] = [];
  const feeBps = readFee(text.fee, rules);
  if (typeof feeBps !== "number") issues.push({ path: ["fee"], fault: feeBps });
  const reserved = readReservations(text.reserved, rules, issues);
  const sum = reserved.reduce((total, { amount }) => total + amount, 0n);
  const tooHigh = sum > rules.requirement - rules.operatorMinimum;
  if (tooHigh) issues.push({ path: ["reserved"], fault: "RESERVATIONS_TOO_HIGH" });
  const limits = { min: rules.operatorMinimum, max: tooHigh ? rules.requirement : rules.requirement - sum };
  const own = checkAmount(text.ownStake, limits, rules);
  if (!own.ok) issues.push({ path: ["ownStake"], fault: own.fault.code });
  if (issues.length > 0 || typeof feeBps !== "number" || !own.ok) return { issues };
  return { terms: { ownStake: own.amount, feeBps, reserved, manualFinalize: text.start === "byHand" } };
}

function readReservations(
  rows: readonly ReservationText[],
  rules: TermsRules,
  issues: TermsIssue[],
): readonly PoolReservation[] {
  if (rows.length > rules.maxContributors - 1) issues.push({ path: ["reserved"], fault: "RESERVATIONS_TOO_MANY" });
  return rows.flatMap((row, index) => {
    const fault = findContributorFault(rows, index, rules);
    if (fault !== undefined) issues.push({ path: ["reserved", index, "contributor"], fault });
    const amount = checkAmount(row.amount, { max: rules.requirement }, rules);
    const amountFault = amount.ok ? (amount.amount === 0n ? "RESERVATION_NOTHING" : undefined) : amount.fault.code;
    if (amountFault !== undefined) issues.push({ path: ["reserved", index, "amount"], fault: amountFault });
    const read = readAddress(row.contributor);
    return read.ok && amount.ok ? [{ contributor: read.address, amount: amount.amount }] : [];
  });
}

function findContributorFault(
  rows: readonly ReservationText[],
  index: number,
  { operator }: TermsRules,
): TermsFault | undefined {
  const read = readAddress(rows[index]?.contributor ?? "");
  if (!read.ok) return read.fault;
  if (isSameAddress(read.address, operator)) return "RESERVATION_OWN";
  const isRepeated = rows.slice(0, index).some(({ contributor }) => isSameAddress(contributor.trim(), read.address));
  return isRepeated ? "RESERVATION_REPEATED" : undefined;
}

function amountOf(text: string, rules: TermsRules): bigint | undefined {
  const checked = checkAmount(text, {}, rules);
  return checked.ok ? checked.amount : undefined;
}

function sumOf(reserved: readonly ReservationText[], rules: TermsRules): bigint {
  return reserved.reduce((sum, { amount }) => sum + (amountOf(amount, rules) ?? 0n), 0n);
}

/** `readTerms` for forms; an issue's message is its code. */
export function termsSchema(rules: TermsRules) {
  return termsText.transform((text, context): Terms => {
    const read = readTerms(text, rules);
    if ("terms" in read) return read.terms;
    for (const { path, fault } of read.issues)
      context.addIssue({ code: "custom", path: [...path], message: fault, input: text });
    return z.NEVER;
  });
}
