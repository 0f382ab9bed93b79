/** The pool's rate is given per this long (contracts.md, RewardRatePool). */
const RATE_PERIOD_SEC = 120n;
const PERIODS_PER_DAY = 86_400n / RATE_PERIOD_SEC;
const DAYS_PER_YEAR = 365n;
const BASIS_POINTS = 10_000n;

/** Base units paid in a day at a rate per 120 s. */
export function rewardsPerDay(rate: bigint): bigint {
  return rate * PERIODS_PER_DAY;
}

/**
 * Yearly return on a stake in basis points, simple, rounded down:
 * rate per 120 s × 720 × 365 × (1 − fee) / (payable nodes × staking requirement).
 * Source of the formula: published facts of the network, Rewards (docs/indexer/api.md#apr).
 *
 * @param figures rate and requirement in base units; `feeBps` of the operator, 0 without it
 * @returns undefined while nobody is payable
 */
export function aprBps(figures: {
  readonly rate: bigint;
  readonly payable: number;
  readonly requirement: bigint;
  readonly feeBps?: number;
}): number | undefined {
  const { rate, payable, requirement, feeBps = 0 } = figures;
  if (payable === 0 || requirement === 0n) return undefined;
  const perYear = rewardsPerDay(rate) * DAYS_PER_YEAR * (BASIS_POINTS - BigInt(feeBps));
  return Number(perYear / (BigInt(payable) * requirement));
}

/** Parts a liquidation takes from the operator's stake, of the contract's ratios. */
export type LiquidationRatios = { readonly liquidator: bigint; readonly pool: bigint; readonly recipient: bigint };

/**
 * What a liquidation takes, in base units: the liquidator's part rounded down, the pool's up.
 * Source of the rule: `Exits._penalties` of ServiceNodeRewards.
 */
export function penaltiesOf(deposit: bigint, ratios: LiquidationRatios): { liquidator: bigint; pool: bigint } {
  const sum = ratios.liquidator + ratios.pool + ratios.recipient;
  return { liquidator: (deposit * ratios.liquidator) / sum, pool: ceilDivide(deposit * ratios.pool, sum) };
}

export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
