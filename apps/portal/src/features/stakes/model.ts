import type { NodeSummary, StakeAction, StakesResponse } from "@session/sdk/indexer-api";

/** What can be done about one node, what is possible first. */
export function actionsOf(stakes: Pick<StakesResponse, "actions">, nodeId: number): StakeAction[] {
  return stakes.actions.filter((action) => action.nodeId === nodeId);
}

/** When something happens to its stake by itself or for the better, unix seconds. */
export function nextTimeOf({
  state,
  unlockAt,
  lockedUntil,
}: NodeSummary): { kind: "returnsAt" | "lockedUntil"; at: number } | undefined {
  if (state === "locked" && lockedUntil !== null) return { kind: "lockedUntil", at: lockedUntil };
  // Also of a node out of service: it goes on leaving (must-not-repeat 4.6).
  return unlockAt !== null && ["unlocking", "decommissioned", "exitRequested"].includes(state)
    ? { kind: "returnsAt", at: unlockAt }
    : undefined;
}
