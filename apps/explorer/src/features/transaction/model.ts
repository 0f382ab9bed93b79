import type { TransactionProgress } from "@session/sdk/indexer-api";
import type { StepState } from "@session/ui";

export const stages = ["mined", "seen", "inBlock", "final"] as const;
export type Stage = (typeof stages)[number];

const ORDER: readonly TransactionProgress["stage"][] = ["unknown", "pending", ...stages];

/** State of each stage; one that reverted ends there. */
export function toStages({ stage, mined }: Pick<TransactionProgress, "stage" | "mined">): Record<Stage, StepState> {
  const reached = ORDER.indexOf(stage);
  const isReverted = mined?.status === "reverted";
  const stateOf = (own: Stage): StepState => {
    if (isReverted) return own === "mined" ? "failed" : "skipped";
    const index = ORDER.indexOf(own);
    if (index <= reached) return "done";
    return index === reached + 1 || (stage === "unknown" && own === "mined") ? "running" : "waiting";
  };
  return { mined: stateOf("mined"), seen: stateOf("seen"), inBlock: stateOf("inBlock"), final: stateOf("final") };
}
