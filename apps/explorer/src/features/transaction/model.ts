import type { TransactionProgress } from "@session/sdk/indexer-api";
import type { StepState } from "@session/ui";

export const stages = ["mined", "seen", "inBlock", "final"] as const;
export type Stage = (typeof stages)[number];

const ORDER: readonly TransactionProgress["stage"][] = ["unknown", "pending", ...stages];

/** Whether anything of it is for the appchain; the rest is done once its L2 block is final. */
export function entersBlocks({ events }: Pick<TransactionProgress, "events">): boolean {
  return events.length === 0 || events.some((event) => event.entersBlocks);
}

/** State of each stage; one that reverted ends there, and what isn't for the appchain enters no block of it. */
export function toStages({
  stage,
  mined,
  events,
}: Pick<TransactionProgress, "stage" | "mined" | "events">): Record<Stage, StepState> {
  const reached = ORDER.indexOf(stage);
  const isReverted = mined?.status === "reverted";
  const stateOf = (own: Stage): StepState => {
    if (isReverted) return own === "mined" ? "failed" : "skipped";
    if (own === "inBlock" && !entersBlocks({ events })) return "skipped";
    const index = ORDER.indexOf(own);
    if (index <= reached) return "done";
    const isNext = index === reached + 1 || (own === "final" && stage === "seen" && !entersBlocks({ events }));
    return isNext || (stage === "unknown" && own === "mined") ? "running" : "waiting";
  };
  return { mined: stateOf("mined"), seen: stateOf("seen"), inBlock: stateOf("inBlock"), final: stateOf("final") };
}
