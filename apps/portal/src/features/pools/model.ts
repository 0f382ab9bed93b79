import type { PoolDetail } from "@session/sdk/indexer-api";

export type JoinLimits = { readonly minimum: bigint; readonly maximum: bigint };

/** What the account may bring: its own limits where the indexer was asked for them, a newcomer's otherwise. */
export function toJoinLimits(pool: PoolDetail): JoinLimits {
  const { minimumContribution, maximumContribution } = pool.limits ?? pool;
  return { minimum: BigInt(minimumContribution), maximum: BigInt(maximumContribution) };
}

/** Why nobody can join, or undefined. */
export function whyClosed(pool: PoolDetail): "waiting" | "full" | "finalized" | "outdated" | "noPlace" | undefined {
  if (pool.state !== "open") return pool.state;
  if (!pool.isCurrent) return "outdated";
  return toJoinLimits(pool).maximum === 0n ? "noPlace" : undefined;
}
