import type { NodeDetail, StakeAction } from "@session/sdk/indexer-api";
import { type Hex, isAddressEqual } from "viem";

/** What leads a stake out of a node, from asking to the end of a lock. */
export const leaveKinds = ["requestExit", "exit", "exitAfterWait", "withdrawLocked"] as const;
export type LeaveKind = (typeof leaveKinds)[number];
export type LeaveAction = StakeAction & { readonly type: LeaveKind };

/**
 * The ways out that are offered: with the network's consent there is no need for the one without it, unless the first has
 * to wait, or keeps the stake under a lock.
 */
export function leaveActionsOf(actions: readonly StakeAction[]): LeaveAction[] {
  const leaving = actions.filter((action): action is LeaveAction => isLeaveKind(action.type));
  const consent = leaving.find(({ type }) => type === "exit");
  const isGiven = consent?.isPossible === true || consent?.waitsForCheckpoint === true;
  const paysAtOnce = isGiven && BigInt(consent?.amount ?? "0") > 0n;
  return paysAtOnce ? leaving.filter(({ type }) => type !== "exitAfterWait") : leaving;
}

function isLeaveKind(type: StakeAction["type"]): type is LeaveKind {
  return leaveKinds.some((kind) => kind === type);
}

/** How the account stands to the node: its only staker, one of several, or none of them. */
export type Standing = "alone" | "shared" | "stranger";

export type LeaveSentence = {
  readonly standing: Standing;
  /** Base units that return to all contributors. */
  readonly total: bigint;
  readonly toAccount: bigint;
  /** Contributors besides the account. */
  readonly others: number;
  /** Who gets what: everybody, the operator first. */
  readonly shares: readonly { readonly staker: Hex; readonly returns: bigint; readonly isAccount: boolean }[];
};

/** Who gets what when a node leaves. */
export function toLeaveSentence(shares: NodeDetail["shares"], account: string): LeaveSentence {
  const all = shares.map(({ staker, returns }) => ({
    staker: staker as Hex,
    returns: BigInt(returns),
    isAccount: isAddressEqual(staker as Hex, account as Hex),
  }));
  const sum = (list: typeof all) => list.reduce((total, { returns }) => total + returns, 0n);
  const mine = all.filter(({ isAccount }) => isAccount);
  const others = all.length - mine.length;
  const standing = mine.length === 0 ? "stranger" : others === 0 ? "alone" : "shared";
  return { standing, total: sum(all), toAccount: sum(mine), others, shares: all };
}

/** End of the lock that leaving now would put on the stake, unix seconds; undefined without one. */
export function lockOf(
  kind: LeaveKind,
  { lockedUntil }: Pick<NodeDetail, "lockedUntil">,
  nowSec: number,
): number | undefined {
  return kind === "exit" && lockedUntil !== null && lockedUntil > nowSec ? lockedUntil : undefined;
}

/** What a pause of the contract stops: asking, the exit after the wait and locked stakes never pause. */
export function isPausable(kind: LeaveKind): boolean {
  return kind === "exit";
}
