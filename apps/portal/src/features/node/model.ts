import type { NodeDetail, ParamsResponse, StakeAction } from "@session/sdk/indexer-api";
import { type Hex, isAddressEqual } from "viem";
import { isUnknownBeyondContract } from "../../data/knownState.ts";
import { onceProved } from "../../data/proofs.ts";

const isInContract = ({ left, state }: NodeDetail) => left === null && state !== "exited" && state !== "locked";

/** What somebody who looks at the node should know, and do; several may apply at once. */
export type Advice =
  | "rejected"
  | "pendingOnL2"
  | "joining"
  | "decommissioned"
  | "decommissionedLeaving"
  | "unlocking"
  | "exitable"
  | "deregistered"
  | "liquidatable"
  | "locked"
  | "unlocked"
  | "unknown";

/** The most pressing first (must-not-repeat 4.6: out of service and leaving are said together). */
export function adviceOf(node: NodeDetail, nowSec: number): Advice[] {
  if (node.state === "locked") return [(node.lockedUntil ?? 0) > nowSec ? "locked" : "unlocked"];
  if (!isInContract(node)) return [];
  if (isUnknownBeyondContract(node)) return ["unknown"];
  const isLeaving = node.exitRequestedAt !== null || node.unlockAt !== null;
  switch (node.state) {
    case "rejected":
    case "pendingOnL2":
    case "joining":
    case "liquidatable":
      return [node.state];
    case "decommissioned":
      return isLeaving ? ["decommissioned", "decommissionedLeaving"] : ["decommissioned"];
    case "exitRequested":
    case "unlocking":
      return ["unlocking"];
    case "exitable":
      return [node.removed?.reason === "deregistered" ? "deregistered" : "exitable"];
    default:
      return [];
  }
}

/**
 * What a reader can do about a node: what the API says of its own stakes in it, and what anybody may do, once each. Stakes
 * held by a vesting contract come with that contract as the account.
 */
export function nodeActionsOf(
  node: NodeDetail,
  own: readonly StakeAction[],
  account: Hex,
  nowSec: number,
): StakeAction[] {
  const mine = own.filter(({ nodeId }) => nodeId === node.id);
  const open = anybodysActions(node, account, nowSec);
  return [...mine, ...open.filter(({ type }) => mine.every((action) => action.type !== type))];
}

/** Taking out what the network let go, what waited long enough, and what is locked no more: open to all. */
function anybodysActions(node: NodeDetail, account: Hex, nowSec: number): StakeAction[] {
  const actions: StakeAction[] = [];
  const returned = node.shares.reduce((sum, { returns }) => sum + BigInt(returns), 0n).toString();
  const add = (type: StakeAction["type"], from: number | null, amount = returned) =>
    actions.push({
      ...{ type, account, nodeId: node.id, pool: null, amount, from, until: null },
      ...onceProved(from !== null && from <= nowSec, type === "exit" ? node.exitCheckpoint : undefined),
    });
  if (isInContract(node) && node.removed !== null)
    add("exit", node.exitableFrom, node.lockedUntil === null ? returned : "0");
  if (isInContract(node) && node.escapeFrom !== null) add("exitAfterWait", node.escapeFrom);
  if (node.state === "locked") add("withdrawLocked", node.lockedUntil);
  return actions;
}

export type NodeLiquidation = {
  readonly from: number;
  readonly isPossible: boolean;
  /** The next checkpoint will prove it. */
  readonly waitsForCheckpoint: boolean;
  /** Of what is left of the stake, from the removal on; not the lock an exit brings, which a node that asked to leave has not. */
  readonly lockedUntil: number;
};

/** When anyone may liquidate it, whether that is now or waits for a checkpoint; undefined for a node nobody can liquidate, as things stand. */
export function liquidationOf(
  node: NodeDetail,
  { durations }: Pick<ParamsResponse, "durations">,
  nowSec: number,
): NodeLiquidation | undefined {
  const { liquidatableFrom: from, removed, state } = node;
  if (!isInContract(node) || from === null || removed === null) return undefined;
  const lockedUntil = removed.at + durations.chain.deregistrationLockSec;
  return { from, ...onceProved(state === "liquidatable" || from <= nowSec, node.liquidationCheckpoint), lockedUntil };
}

/** Whose actions these are: one account at a time, the wallet's first. */
export function byAccount(
  actions: readonly StakeAction[],
  signer: Hex,
): readonly { readonly account: Hex; readonly isVesting: boolean; readonly actions: readonly StakeAction[] }[] {
  const accounts = [...new Set(actions.map(({ account }) => account as Hex))];
  return accounts
    .map((account) => ({
      account,
      isVesting: !isAddressEqual(account, signer),
      actions: actions.filter((action) => isAddressEqual(action.account as Hex, account)),
    }))
    .sort((one, other) => Number(one.isVesting) - Number(other.isVesting));
}
