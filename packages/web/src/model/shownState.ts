import type { NodeSummary } from "@session/sdk/indexer-api";
import type { ShownNodeState } from "@session/ui";

/** A node removed by the network is shown as that, whatever stands next for its stake. */
export function toShownState({ state, removed }: Pick<NodeSummary, "state" | "removed">): ShownNodeState {
  const isOver = state === "exited" || state === "liquidated";
  return removed?.reason === "deregistered" && !isOver ? "deregistered" : state;
}

/**
 * Everything that is true of a node, the most important first: one that is out of service and leaving shows both
 * (must-not-repeat 4.6), and so does a deregistered one whose stake may leave.
 */
export function toShownStates(
  node: Pick<NodeSummary, "state" | "removed" | "unlockAt" | "exitRequestedAt">,
): readonly ShownNodeState[] {
  const shown = toShownState(node);
  if (shown !== node.state) return [shown, node.state];
  if (shown !== "decommissioned") return [shown];
  if (node.unlockAt !== null) return [shown, "unlocking"];
  return node.exitRequestedAt === null ? [shown] : [shown, "exitRequested"];
}
