import type { NodeSummary } from "@session/sdk/indexer-api";
import type { ShownNodeState } from "@session/ui";

/** A node removed by the network is shown as that, whatever stands next for its stake. */
export function toShownState({ state, removed }: Pick<NodeSummary, "state" | "removed">): ShownNodeState {
  const isOver = state === "exited" || state === "liquidated";
  return removed?.reason === "deregistered" && !isOver ? "deregistered" : state;
}
