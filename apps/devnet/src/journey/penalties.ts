/** What a liquidation takes, in base units. */
export type Penalties = { readonly liquidator: bigint; readonly pool: bigint };

const LIQUIDATOR_PER_MYRIAD = 3n;
const POOL_PER_MYRIAD = 17n;
const MYRIAD = 10_000n;

/**
 * 0.03 % of the deposit to the liquidator, rounded down, and 0.17 % to the reward pool, rounded up; worked out apart from
 * the contract. Source of the rule: docs/contracts/trust.md and the contract's `liquidateBLSPublicKey`.
 */
export function penaltiesOf(deposit: bigint): Penalties {
  return {
    liquidator: (deposit * LIQUIDATOR_PER_MYRIAD) / MYRIAD,
    pool: (deposit * POOL_PER_MYRIAD + MYRIAD - 1n) / MYRIAD,
  };
}
