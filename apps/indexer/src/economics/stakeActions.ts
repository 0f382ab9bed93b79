import type { NodeSummary, PoolSummary, StakeActionType } from "@session/sdk/indexer-api";
import type { PoolLimits } from "./poolLimits.ts";

/** What an account can do, before it is said in the answer's words; amounts in base units, times in unix seconds. */
export type Action = {
  readonly type: StakeActionType;
  readonly account: string;
  readonly nodeId: number | null;
  readonly pool: string | null;
  readonly amount: bigint | null;
  /** null: it depends on others. */
  readonly from: number | null;
  readonly until: number | null;
  /** Whether a certified checkpoint proves what it needs; undefined: it needs none. */
  readonly isProved?: boolean;
};

/** Who holds less than one part in so many of the deposit has to wait with its exit request. Source: `Exits.SMALL_PARTS`. */
const SMALL_PARTS = 4n;

type ActionWaits = { readonly smallContributorWaitSec: number };

/** What a staker of a node can do; what moves, moves for all of its stakers. */
export function nodeActions(
  account: string,
  node: NodeSummary,
  share: { readonly stake: bigint; readonly returns: bigint },
  waits: ActionWaits,
): Action[] {
  if (share.stake === 0n) return [];
  const base = { account, nodeId: node.id, pool: null, until: null };
  const actions: Action[] = [];
  const isInContract = node.left === null && node.state !== "exited";
  if (isInContract && node.exitRequestedAt === null && node.removed === null) {
    const isSmall = share.stake * SMALL_PARTS < BigInt(node.deposit);
    const from = node.registeredAt + (isSmall ? waits.smallContributorWaitSec : 0);
    actions.push({ ...base, type: "requestExit", amount: null, from });
  }
  if (isInContract && node.removed !== null) {
    const isLocking = node.lockedUntil !== null;
    const until = node.liquidatableFrom;
    const isProved = node.exitCheckpoint !== null;
    const amount = isLocking ? 0n : share.returns;
    actions.push({ ...base, type: "exit", amount, from: node.exitableFrom, until, isProved });
  }
  if (isInContract && node.escapeFrom !== null)
    actions.push({ ...base, type: "exitAfterWait", amount: share.returns, from: node.escapeFrom });
  if (node.state === "locked")
    actions.push({ ...base, type: "withdrawLocked", amount: share.returns, from: node.lockedUntil });
  return actions;
}

type PoolPlace = {
  readonly limits: PoolLimits;
  readonly contribution: bigint;
  readonly withdrawableFrom: number | null;
  readonly isOperator: boolean;
};

/** What an account can do in a pool that isn't registered. */
export function poolActions(account: string, pool: PoolSummary, place: PoolPlace): Action[] {
  const { limits, contribution, isOperator } = place;
  const base = { account, nodeId: null, pool: pool.address, amount: null, until: null };
  const actions: Action[] = [];
  const takes = pool.isCurrent ? pool.updatedAt : null;
  if (pool.state === "waiting" && isOperator)
    actions.push({ ...base, type: "contributeAsOperator", amount: limits.minimum, from: takes });
  const isAwaited = contribution === 0n && limits.reservation > 0n && !isOperator;
  if (isAwaited && (pool.state === "waiting" || pool.state === "open"))
    actions.push({
      ...{ ...base, type: "joinReserved", amount: limits.reservation },
      from: pool.state === "open" ? takes : null,
    });
  // The last contribution registers by itself; a full pool waits for its operator, or for a fault to pass.
  if (pool.state === "full" && (isOperator || (contribution > 0n && !pool.manualFinalize)))
    actions.push({ ...base, type: "finalizePool", from: pool.updatedAt });
  if (contribution > 0n)
    actions.push({ ...base, type: "withdrawFromPool", amount: contribution, from: place.withdrawableFrom });
  return actions;
}

/** What is possible first, then by time; what depends on others last. */
export function orderActions(actions: readonly Action[]): Action[] {
  const timeOf = ({ from }: Action) => from ?? Number.POSITIVE_INFINITY;
  return [...actions].sort((a, b) => timeOf(a) - timeOf(b) || a.type.localeCompare(b.type, "en"));
}
