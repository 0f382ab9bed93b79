import { defineMessages, useT } from "@session/ui";

/** Events of contracts and of the appchain in words; those without are taken apart by their capitals. */
const messages = defineMessages("explorer.happenings", {
  NewServiceNode: "registered on the L2",
  NewSeededServiceNode: "there from the network's start",
  ServiceNodeExitRequest: "exit requested",
  ServiceNodeExit: "left, stake returned",
  ServiceNodeLiquidated: "liquidated",
  LockedStakeWithdrawn: "locked stake paid out",
  RewardsClaimed: "rewards claimed",
  CheckpointSubmitted: "checkpoint posted",
  CheckpointRevoked: "checkpoint revoked",
  "node-joining": "joining: the network waits for the node to answer",
  "node-active": "active: serves and votes",
  "node-payable": "earns from here on",
  "node-decommissioned": "decommissioned",
  "exit-requested": "leaving: unlocks later",
  "node-removed": "let go by the network",
  "node-forgotten": "left the books",
  deferred: "put off: no validator would be left",
  "staking-requirement": "a node costs another amount",
  "max-contributors": "another number of contributors",
});
type Known = keyof typeof messages.messages;

/** `NewServiceNode` → "new service node": for events this explorer has no words for. */
export function splitName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_.-]+/g, " ")
    .toLowerCase();
}

export function useHappening(): (type: string | null) => string {
  const t = useT(messages);
  return (type) => {
    if (type === null) return "–";
    return Object.hasOwn(messages.messages, type) ? t(type as Known) : splitName(type);
  };
}

/** Shape and tone by which a timeline tells trouble from routine. */
export function lookOf(type: string): {
  shape: "disc" | "halfDisc" | "cross" | "ring";
  tone: "good" | "warn" | "danger" | "neutral";
} {
  if (/Liquidated|Revoked/.test(type)) return { shape: "cross", tone: "danger" };
  if (/decommissioned|deferred/.test(type)) return { shape: "halfDisc", tone: "warn" };
  if (/active|payable|NewServiceNode|NewSeeded/.test(type)) return { shape: "disc", tone: "good" };
  return { shape: "ring", tone: "neutral" };
}
