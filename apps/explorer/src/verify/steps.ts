import type { PointFault } from "./points.ts";

/** In this order; each can fail by itself, so that the reader learns which one did. */
export const stepIds = ["block", "digest", "set", "absentees", "signature", "root", "claim"] as const;
export type StepId = (typeof stepIds)[number];

/** Why a step failed. */
export type StepFault =
  | { readonly code: "MALFORMED"; readonly field: string }
  | { readonly code: "HEADER_FIELD"; readonly field: string; readonly header: string; readonly checkpoint: string }
  | { readonly code: "HEADER_HASH" }
  | { readonly code: "DIGEST" }
  | { readonly code: "SET_VERSION"; readonly certificate: string; readonly contract: string }
  | { readonly code: "SET_ORDER"; readonly id: number }
  | { readonly code: "SET_KEY"; readonly id: number; readonly fault: PointFault }
  | { readonly code: "SET_SUM" }
  | { readonly code: "BITMAP_LENGTH"; readonly sizeBytes: number }
  | { readonly code: "BITMAP_ORDER"; readonly word: number }
  | { readonly code: "BITMAP_EMPTY_WORD"; readonly word: number }
  | { readonly code: "BITMAP_UNKNOWN"; readonly ids: readonly number[] }
  | { readonly code: "ABSENT_DIFFER"; readonly ids: readonly number[] }
  | { readonly code: "SIGNED_DIFFER"; readonly ids: readonly number[] }
  | { readonly code: "TOO_FEW"; readonly signed: number; readonly needed: number }
  | { readonly code: "KEY_INFINITY" }
  | { readonly code: "SIGNATURE_ENCODING"; readonly fault: PointFault }
  | { readonly code: "PAIRING" }
  | { readonly code: "ROOT" }
  | { readonly code: "PROOF" };
export type StepFaultCode = StepFault["code"];

/** Why a step could not be decided: neither right nor wrong. */
export type StepGap = "SET_NOT_READABLE" | "ROOT_NOT_STORED" | "NO_CLAIM" | "NEEDS_STEP";

/** One value a step took or made; the UI has a word for each name. */
export type StepValue = { readonly name: string; readonly value: string };

export type StepResult = {
  readonly id: StepId;
  /** What went in. */
  readonly input: readonly StepValue[];
  /** What was computed here, and what it had to be. */
  readonly computed: string | null;
  readonly expected: string | null;
} & (
  | { readonly state: "ok" }
  | { readonly state: "failed"; readonly fault: StepFault }
  | { readonly state: "open"; readonly gap: StepGap }
);

/** `ok`: every step that can be decided is right · `failed`: at least one is wrong · `open`: one that matters is undecided. */
export type Verdict = { readonly state: "ok" | "failed" | "open"; readonly firstFailed: StepId | null };

/** A root the contract hasn't stored (yet) and a claim nobody asked about leave nothing open. */
const MAY_BE_OPEN: readonly StepGap[] = ["ROOT_NOT_STORED", "NO_CLAIM"];

export function toVerdict(steps: readonly StepResult[]): Verdict {
  const failed = steps.find(({ state }) => state === "failed");
  if (failed !== undefined) return { state: "failed", firstFailed: failed.id };
  const isOpen =
    steps.length < stepIds.length || steps.some((step) => step.state === "open" && !MAY_BE_OPEN.includes(step.gap));
  return { state: isOpen ? "open" : "ok", firstFailed: null };
}
