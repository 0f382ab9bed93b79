import type { NodeDetail } from "@session/sdk/indexer-api";

export type ExitSentence = {
  /** Base units that return to all contributors. */
  readonly total: bigint;
  readonly toAccount: bigint;
  /** Contributors besides the account. */
  readonly others: number;
};

/** Who gets what when a node leaves. */
export function toExitSentence(shares: NodeDetail["shares"], account: string): ExitSentence {
  const mine = shares.filter(({ staker }) => staker.toLowerCase() === account.toLowerCase());
  const sum = (list: typeof shares) => list.reduce((total, { returns }) => total + BigInt(returns), 0n);
  return { total: sum(shares), toAccount: sum(mine), others: shares.length - mine.length };
}
