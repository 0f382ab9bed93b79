/** Digits that an estimate of gas at a fee that changes with each block can be trusted for. */
const SIGNIFICANT_DIGITS = 2;
/** A millionth ETH: below it nobody counts. */
export const LEAST_SHOWN_WEI = 10n ** 12n;

/**
 * A cost as it may be shown: two digits, rounded up. What an estimate says beyond them is not known.
 *
 * @example toAboutWei(123_456n) // 130_000n
 */
export function toAboutWei(wei: bigint): bigint {
  const step = 10n ** BigInt(Math.max(0, wei.toString().length - SIGNIFICANT_DIGITS));
  return ((wei + step - 1n) / step) * step;
}

/** What an act depends on, as part of a query's key. */
export type CostDependency = string | number | bigint | boolean | null | undefined;

/**
 * The key an estimate is kept under: chain, account and each argument. Different arguments never share one
 * (must-not-repeat 4.7: stale gas estimates keyed without arguments).
 */
export function toCostKey(
  chainId: number,
  account: string | undefined,
  deps: readonly CostDependency[],
): readonly string[] {
  const words = deps.map(
    (value) => `${typeof value}:${typeof value === "string" ? value.toLowerCase() : String(value)}`,
  );
  return ["cost", String(chainId), account?.toLowerCase() ?? "", ...words];
}
