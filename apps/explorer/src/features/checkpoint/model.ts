import type { Question } from "../../verify/fetchBundle.ts";
import { type StepId, type StepResult, stepIds } from "../../verify/steps.ts";

/** What a reader may ask about: an address's rewards, or a node's way out. */
export function parseClaimSubject(text: string): Question | undefined {
  const trimmed = text.trim();
  if (/^0x[0-9a-fA-F]{40}$/.test(trimmed)) return { kind: "rewards", address: trimmed.toLowerCase() as `0x${string}` };
  if (/^\d{1,8}$/.test(trimmed) && Number(trimmed) > 0) return { kind: "exit", nodeId: Number(trimmed) };
  return undefined;
}

/** A step as the list shows it: decided, the one that runs, or one that waits. */
export type ShownStep =
  | { readonly id: StepId; readonly state: "running" | "waiting" }
  | { readonly id: StepId; readonly state: "done" | "failed" | "skipped"; readonly result: StepResult };

const STATES = { ok: "done", failed: "failed", open: "skipped" } as const;

/** @param isRunning - false once all is decided or nothing was begun */
export function toShownSteps(results: readonly StepResult[], isRunning: boolean): ShownStep[] {
  return stepIds.map((id, index) => {
    const result = results[index];
    if (result !== undefined) return { id, state: STATES[result.state], result };
    return { id, state: isRunning && index === results.length ? "running" : "waiting" };
  });
}
