import { type NodeLifecycleState, nodeStates } from "@session/sdk/indexer-api";

/** States somebody is in, in the order of a node's life; `active` always. */
export function statesThere(
  byState: Readonly<Partial<Record<NodeLifecycleState, number>>>,
): { readonly state: NodeLifecycleState; readonly count: number }[] {
  return nodeStates
    .map((state) => ({ state, count: byState[state] ?? 0 }))
    .filter(({ state, count }) => count > 0 || state === "active");
}
