import type { Pool, PoolContribution } from "@session/sdk";
import { isSameAddress } from "../../staking/readAddress.ts";

export type PoolActions = {
  readonly isOperator: boolean;
  readonly isInside: boolean;
  /** Its own contribution, for others than the operator, which cancels instead. */
  readonly canWithdraw: boolean;
  /** Unix seconds from which that works; null without a wait. */
  readonly withdrawableFrom: number | null;
  readonly canChangeBeneficiary: boolean;
  /** `free`: nothing is inside · `restart`: only the operator's own, which is returned and brought again in one go. */
  readonly edit: "free" | "restart" | undefined;
  readonly canCancel: boolean;
  readonly canStart: boolean;
  /** Full, but only the operator may start it. */
  readonly waitsForOperator: boolean;
};

/**
 * What an account can do at a pool, by docs/contracts/pools.md.
 *
 * @param account - who acts
 * @param signer - the wallet's own account: registering a full pool is everybody's, whoever acts
 */
export function toPoolActions(pool: Pool, account: string | undefined, signer: string | undefined): PoolActions {
  const isOver = pool.state === "finalized";
  const isOperator = isSameAddress(account, pool.operator);
  const own = pool.account?.contribution;
  const isInside = own !== undefined;
  const isFull = pool.state === "waitForFinalized";
  const mayStart = !pool.manualFinalize || isSameAddress(signer, pool.operator);
  const isOnlyOwn = pool.contributions.length === 1 && isInside;
  return {
    isOperator,
    isInside,
    canWithdraw: isInside && !isOperator && !isOver,
    withdrawableFrom: pool.account?.withdrawableFrom ?? null,
    canChangeBeneficiary: isInside && !isOver,
    edit:
      !isOperator || isOver ? undefined : pool.contributions.length === 0 ? "free" : isOnlyOwn ? "restart" : undefined,
    canCancel: isOperator && !isOver && pool.contributions.length > 0,
    canStart: isFull && signer !== undefined && mayStart,
    waitsForOperator: isFull && pool.manualFinalize && !isSameAddress(signer, pool.operator),
  };
}

export type Refunds = {
  readonly mine: bigint;
  readonly others: readonly PoolContribution[];
  /** Sum of the others'. */
  readonly toOthers: bigint;
  readonly total: bigint;
};

/** Who gets what when a pool is emptied. */
export function toRefunds(contributions: readonly PoolContribution[], account: string | undefined): Refunds {
  const others = contributions.filter(({ staker }) => !isSameAddress(staker, account));
  const sum = (list: readonly PoolContribution[]) => list.reduce((total, { amount }) => total + amount, 0n);
  const total = sum(contributions);
  const toOthers = sum(others);
  return { mine: total - toOthers, others, toOthers, total };
}

export type Place =
  | { readonly kind: "contribution"; readonly contribution: PoolContribution; readonly reserved: bigint | undefined }
  | { readonly kind: "reserved"; readonly contributor: string; readonly amount: bigint }
  | { readonly kind: "open"; readonly places: number };

/** All places of a pool: those taken, the operator's first, those kept, and how many are open to all. */
export function toPlaces(pool: Pool): Place[] {
  const taken = pool.contributions.map((contribution) => ({
    kind: "contribution" as const,
    contribution,
    reserved: pool.reserved.find(({ contributor }) => isSameAddress(contributor, contribution.staker))?.amount,
  }));
  const kept = pool.reserved
    .filter(({ contributor }) => !pool.contributions.some(({ staker }) => isSameAddress(staker, contributor)))
    .map(({ contributor, amount }) => ({ kind: "reserved" as const, contributor, amount }));
  const isOver = pool.state === "finalized" || pool.state === "waitForFinalized";
  const open = isOver || pool.openSlots === 0 ? [] : [{ kind: "open" as const, places: pool.openSlots }];
  return [...taken, ...kept, ...open];
}

/** Arguments of a contract's error as the contract says them: the indexer writes numbers as text. */
export function toContractArgs(args: readonly string[]): (string | bigint)[] {
  return args.map((text) => (/^\d+$/.test(text) ? BigInt(text) : text));
}
