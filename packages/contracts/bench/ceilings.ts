/** Most gas of each call. Source: docs/contracts/README.md, section Gas; the figures there are these. */
export const CEILINGS = {
  "submitAndClaim 0": 330_000,
  "submitAndClaim 100": 470_000,
  "submitAndClaim 600": 950_000,
  "submitAndClaim 100mixed": 560_000,
  "submitAndClaim 100grouped": 500_000,
  compactKeys: 1_500_000,
  "claim fresh": 110_000,
  "claim holder": 95_000,
  "register 1": 440_000,
  "register 10": 650_000,
  exit: 150_000,
  liquidate: 160_000,
  deployPool: 430_000,
  seedPerNode: 260_000,
} as const;

/** A call with a ceiling. */
export type CallName = keyof typeof CEILINGS;

/** Most calldata of a submit and claim with 600 absentees, bytes. */
export const CALLDATA_CEILING = 3_000;
