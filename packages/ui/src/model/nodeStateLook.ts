import type { NodeLifecycleState } from "@session/sdk/indexer-api";
import type { PillShape, Tone } from "../components/Pill.tsx";

/**
 * A node's state as the API names it; or `deregistered`, a removal with that reason, whatever became of the stake; or
 * `unknown`: the contract has it, and nobody could be asked whether it serves.
 */
export type ShownNodeState = NodeLifecycleState | "deregistered" | "unknown";

/** Shape and tone of every state; no two states share both. */
export const nodeStateLook: Readonly<Record<ShownNodeState, { shape: PillShape; tone: Tone }>> = {
  pendingOnL2: { shape: "dashedRing", tone: "neutral" },
  joining: { shape: "dottedDisc", tone: "info" },
  active: { shape: "disc", tone: "good" },
  decommissioned: { shape: "halfDisc", tone: "warn" },
  exitRequested: { shape: "dashedRing", tone: "info" },
  unlocking: { shape: "ring", tone: "info" },
  exitable: { shape: "triangle", tone: "good" },
  liquidatable: { shape: "fullTriangle", tone: "danger" },
  locked: { shape: "square", tone: "warn" },
  exited: { shape: "dash", tone: "neutral" },
  liquidated: { shape: "cross", tone: "neutral" },
  rejected: { shape: "cross", tone: "warn" },
  deregistered: { shape: "cross", tone: "danger" },
  unknown: { shape: "question", tone: "neutral" },
};
