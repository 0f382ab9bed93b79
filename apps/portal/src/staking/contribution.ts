import type { Pool } from "@session/sdk";
import { isSameAddress } from "./readAddress.ts";

export type ClosedReason = "operatorFirst" | "full" | "finalized" | "outdated" | "noPlace" | "waitsForReserved";

/** What the network asks now; a pool remembers what it was when it was made. */
export type NetworkTerms = { readonly requirement: string; readonly maxContributors: number };

/** Why an account can't contribute, or undefined. The pool is read with that account. */
export function whyClosed(pool: Pool, staking: NetworkTerms, account: string | undefined): ClosedReason | undefined {
  if (pool.state === "finalized") return "finalized";
  if (pool.state === "waitForFinalized") return "full";
  if (pool.stakingRequirement !== BigInt(staking.requirement) || pool.maxContributors !== staking.maxContributors)
    return "outdated";
  if (pool.state === "waitForOperatorContrib" && !isSameAddress(account, pool.operator)) return "operatorFirst";
  const limits = pool.account ?? pool;
  if (limits.maximumContribution > 0n) return undefined;
  return pool.account?.contribution === undefined ? "noPlace" : "waitsForReserved";
}

/**
 * Who receives the rewards as long as nobody says otherwise: whoever the account has named before, since a contribution
 * names the receiver of all its contributions; `first` for an account that isn't inside yet. Empty for itself.
 */
export function toReceiver(pool: Pool, first = ""): string {
  const contribution = pool.account?.contribution;
  if (contribution === undefined) return first;
  return isSameAddress(contribution.beneficiary, contribution.staker) ? "" : contribution.beneficiary;
}

/** The smaller of a limit and what there is, as far as that is known. */
export function leastOf(limit: bigint, available: bigint | undefined): bigint {
  return available !== undefined && available < limit ? available : limit;
}
