/** Base units of one SESH. */
export const SESH_UNIT = 1_000_000_000n;

/** All there ever is, base units. */
export const TOTAL_SUPPLY = 240_000_000n * SESH_UNIT;

/**
 * How a part is locked: `cliffMonths` or `cliffDays` from the TGE until anything is released; then at once (stakeable
 * until then) or linearly over `linearMonths`.
 */
export type Lockup =
  | { readonly kind: "staking"; readonly cliffMonths: number; readonly cliffDays: number }
  | { readonly kind: "linear"; readonly cliffMonths: number; readonly linearMonths: number };

/** Lockups by the letters they were published under; `incentive` is that of the testnet incentive program. */
export const LOCKUPS = {
  A: { kind: "staking", cliffMonths: 24, cliffDays: 0 },
  B: { kind: "linear", cliffMonths: 12, linearMonths: 12 },
  D: { kind: "linear", cliffMonths: 12, linearMonths: 24 },
  incentive: { kind: "staking", cliffMonths: 0, cliffDays: 90 },
} as const satisfies Record<string, Lockup>;

export type LockupName = keyof typeof LOCKUPS;

/** Parts of the supply that are free at once, whole SESH. The pool's goes to RewardRatePool. */
export const FREE_PARTS = {
  oxenCoinClaims: 30_000_000n,
  serviceNodeBonus: 30_000_000n,
  treasuryOperational: 6_000_000n,
  ecosystem: 13_000_000n,
  stakingRewardPool: 63_177_550n,
} as const;

/** Parts of the supply that vest, whole SESH. */
export const LOCKED_PARTS = {
  treasurySessionNodes: { sesh: 15_000_000n, lockup: "A" },
  treasuryContributors: { sesh: 11_000_000n, lockup: "D" },
  treasuryAdvisors: { sesh: 1_000_000n, lockup: "B" },
  treasuryOperationalLocked: { sesh: 27_000_000n, lockup: "D" },
  ecosystemLocked: { sesh: 30_000_000n, lockup: "B" },
  strategicSaleStakeable: { sesh: 4_489_700n, lockup: "A" },
  strategicSaleLocked: { sesh: 8_332_750n, lockup: "B" },
  testnetIncentive: { sesh: 1_000_000n, lockup: "incentive" },
} as const satisfies Record<string, { sesh: bigint; lockup: LockupName }>;

export type FreePart = keyof typeof FREE_PARTS;
export type LockedPart = keyof typeof LOCKED_PARTS;
