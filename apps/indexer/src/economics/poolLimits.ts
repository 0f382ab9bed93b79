import { ceilDivide } from "./rates.ts";

/** The operator stakes at least one part in so many, rounded up. Source: ContributionRules and applyRegistration. */
export const OPERATOR_PARTS = 4n;
/** From a contributor's newest contribution to its withdrawal. Source: `ContributionViews.WITHDRAWAL_DELAY`. */
export const POOL_WITHDRAWAL_SEC = 86_400;

export function operatorLeast(requirement: bigint): bigint {
  return ceilDivide(requirement, OPERATOR_PARTS);
}

/** What limits of contributions follow from; addresses in lower case, amounts in base units. */
export type PoolBook = {
  readonly operator: string;
  readonly requirement: bigint;
  readonly maxContributors: number;
  readonly reserved: readonly { readonly staker: string; readonly amount: bigint }[];
  readonly contributions: readonly { readonly staker: string; readonly amount: bigint }[];
};

export type PoolLimits = {
  /** requirement − contributed. */
  readonly left: bigint;
  /** Reservations not taken, the operator's least among them before it contributes. */
  readonly outstanding: bigint;
  readonly openSlots: number;
  /** Of the account's next contribution; 0 and 0 when it can't contribute. */
  readonly minimum: bigint;
  readonly maximum: bigint;
  /** Kept for the account and not taken. */
  readonly reservation: bigint;
};

/**
 * What a pool still takes, and what one account may bring: a newcomer without a reservation when no account is given.
 * The arithmetic of `ContributionRules` in packages/contracts, whose tests the tests of this file are compared with.
 */
export function poolLimits(book: PoolBook, account = ""): PoolLimits {
  const { operator, requirement, maxContributors, contributions } = book;
  const inside = new Set(contributions.map(({ staker }) => staker));
  const left = contributions.reduce((rest, { amount }) => rest - amount, requirement);
  const awaited = book.reserved.filter(({ staker }) => !inside.has(staker));
  if (inside.size === 0 && !awaited.some(({ staker }) => staker === operator))
    awaited.push({ staker: operator, amount: operatorLeast(requirement) });
  const outstanding = awaited.reduce((sum, { amount }) => sum + amount, 0n);
  const openSlots = maxContributors - inside.size - awaited.length;
  const reservation = awaited.find(({ staker }) => staker === account)?.amount ?? 0n;
  const maximum = left - (outstanding - reservation);
  const place = { left, outstanding, openSlots, reservation };
  if (inside.has(account)) return { ...place, minimum: maximum > 0n ? 1n : 0n, maximum };
  if (reservation > 0n) return { ...place, minimum: reservation, maximum };
  if (openSlots <= 0) return { ...place, minimum: 0n, maximum: 0n };
  return { ...place, minimum: ceilDivide(maximum, BigInt(openSlots)), maximum };
}
