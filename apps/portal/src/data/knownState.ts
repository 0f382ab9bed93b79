import type { NodeSummary } from "@session/sdk/indexer-api";
import type { ShownNodeState } from "@session/ui";
import { toShownStates } from "@session/web";

type Known = Pick<NodeSummary, "state" | "removed" | "unlockAt" | "exitRequestedAt" | "creditSec">;

/**
 * Whether only the contract speaks: it has the node, and neither indexer nor node API said what the appchain makes of it.
 * Of a node that the appchain knows to be in service, its credit is known, too.
 */
export function isUnknownBeyondContract({ state, creditSec }: Pick<Known, "state" | "creditSec">): boolean {
  return creditSec === null && (state === "active" || state === "exitRequested");
}

/** Everything that is true of a node and known, the most important first; see `toShownStates`. */
export function toKnownStates(node: Known): readonly ShownNodeState[] {
  if (!isUnknownBeyondContract(node)) return toShownStates(node);
  return node.exitRequestedAt === null ? ["unknown"] : ["unknown", "exitRequested"];
}

/** The first of them. */
export function toKnownState(node: Known): ShownNodeState {
  return toKnownStates(node)[0] ?? node.state;
}
