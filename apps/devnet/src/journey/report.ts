import type { Hex } from "viem";

export const JOURNEY_STEPS = [
  "registered",
  "active",
  "payable",
  "earned",
  "claimed",
  "exitRequested",
  "unlocked",
  "exited",
  "stakeReturned",
] as const;
export type StepName = (typeof JOURNEY_STEPS)[number];

/** What came of a step; amounts in base units (1e-9 SESH). */
export type StepResult = {
  /** L2 block of the transaction, or appchain height of the change. */
  readonly block: number;
  readonly tx: Hex | null;
  readonly expected: bigint;
  readonly actual: bigint;
};
export type ReportedStep = {
  readonly name: StepName;
  readonly block: number;
  readonly tx: Hex | null;
  readonly expected: string;
  readonly actual: string;
  readonly seconds: number;
};
export type JourneyReport = {
  readonly ok: boolean;
  readonly steps: readonly ReportedStep[];
  readonly seconds: number;
  /** Why it ended early. */
  readonly failure?: { readonly step: StepName; readonly code: string; readonly message: string };
};

/** A step is right when it came to exactly what was expected. */
export function toReported(name: StepName, result: StepResult, seconds: number): ReportedStep {
  const { block, tx, expected, actual } = result;
  return { name, block, tx, expected: expected.toString(), actual: actual.toString(), seconds: rounded(seconds) };
}

export function toReport(
  steps: readonly ReportedStep[],
  seconds: number,
  failure?: JourneyReport["failure"],
): JourneyReport {
  const isComplete = JOURNEY_STEPS.every((name, i) => steps[i]?.name === name) && steps.length === JOURNEY_STEPS.length;
  const ok = failure === undefined && isComplete && steps.every(({ expected, actual }) => expected === actual);
  return { ok, steps, seconds: rounded(seconds), ...(failure === undefined ? {} : { failure }) };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
