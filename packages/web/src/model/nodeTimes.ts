import type { NodeDetail } from "@session/sdk/indexer-api";

const TIMES = [
  "registeredAt",
  "payableAt",
  "exitRequestedAt",
  "unlockAt",
  "exitableFrom",
  "liquidatableFrom",
  "escapeFrom",
  "lockedUntil",
] as const;
export type NodeTime = { readonly kind: (typeof TIMES)[number] | "leftAt"; readonly at: number };

/** The times that apply to a node, earliest first. */
export function timesOf(node: NodeDetail): NodeTime[] {
  const times: NodeTime[] = TIMES.flatMap((kind) => {
    const at = node[kind];
    return at === null ? [] : [{ kind, at }];
  });
  if (node.left !== null) times.push({ kind: "leftAt", at: node.left.at });
  return times.sort((one, other) => one.at - other.at);
}
