import type { Preset } from "../presets/preset.ts";
import type { NodeState } from "../state/node.ts";
import { LEDGER_UNITS_PER_BASE_UNIT, type UnixSeconds } from "../types/primitive.ts";
import { ClaimKind, type ClaimLeaf } from "./claimKind.ts";

/** How a removed node may leave the contract; times are unix seconds, `lockedUntil` 0 = no lock. */
export type LeavingTerms = {
  readonly exit: { readonly lockedUntil: UnixSeconds };
  /** Undefined: never. */
  readonly liquidation?: { readonly from: UnixSeconds; readonly lockedUntil: UnixSeconds };
};

/** The table of protocol/claims.md#leaves; undefined for a node that isn't removed. */
export function leavingTerms(node: Pick<NodeState, "removed">, preset: Preset): LeavingTerms | undefined {
  if (node.removed === undefined) return undefined;
  const { reason, at } = node.removed;
  const lockedUntil = at + preset.deregistrationLockSec;
  const liquidation = { from: at + preset.exitGraceSec, lockedUntil };
  switch (reason) {
    case "voluntary":
      return { exit: { lockedUntil: 0 }, liquidation };
    case "deregistered":
      return { exit: { lockedUntil }, liquidation };
    case "rejected":
    case "missed":
      return { exit: { lockedUntil: 0 } };
  }
}

/** A leaf for every address (hex, without 0x) with at least one base unit; lifetimes in ledger units. */
export function rewardLeaves(lifetimes: ReadonlyMap<string, bigint>): ClaimLeaf[] {
  const leaves: ClaimLeaf[] = [];
  for (const [address, lifetime] of lifetimes) {
    const value = lifetime / LEDGER_UNITS_PER_BASE_UNIT;
    if (value > 0n) leaves.push({ kind: ClaimKind.rewards, subject: BigInt(`0x${address}`), value });
  }
  return leaves;
}

/** Exit and liquidation leaves of the removed nodes at a block time. */
export function leavingLeaves(nodes: readonly NodeState[], time: UnixSeconds, preset: Preset): ClaimLeaf[] {
  const leaves: ClaimLeaf[] = [];
  for (const node of nodes) {
    const terms = leavingTerms(node, preset);
    if (terms === undefined) continue;
    const subject = BigInt(node.id);
    leaves.push({ kind: ClaimKind.exit, subject, value: BigInt(terms.exit.lockedUntil) });
    if (terms.liquidation !== undefined && time >= terms.liquidation.from)
      leaves.push({ kind: ClaimKind.liquidation, subject, value: BigInt(terms.liquidation.lockedUntil) });
  }
  return leaves;
}
