import type { NodeDetail, TimelineEntry } from "@session/sdk/indexer-api";

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

/** `nodeJoined` and `NewServiceNode` as words for people who don't know our events: "new service node". */
export function toWords(type: string): string {
  return type
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_.-]+/g, " ")
    .toLowerCase();
}

export const keyOf = ({ l2, chain }: TimelineEntry): string =>
  l2 === null ? `chain-${chain?.height}-${chain?.seq}` : `l2-${l2.block}-${l2.logIndex}`;
