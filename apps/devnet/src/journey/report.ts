import type { Hex } from "viem";

/** Whose life it is: of a node staked by one, by three in a pool, or of one that isn't taken out in time. */
export type JourneyKind = "solo" | "pool" | "leaver";

const WHOLE_LIFE = [
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
const LIQUIDATED_LIFE = [
  "registered",
  "active",
  "exitRequested",
  "unlocked",
  "liquidatable",
  "liquidated",
  "stakeReturned",
] as const;
export type StepName = (typeof WHOLE_LIFE)[number] | (typeof LIQUIDATED_LIFE)[number];

/** The steps of each journey, in order. */
export const JOURNEY_STEPS = {
  solo: WHOLE_LIFE,
  pool: WHOLE_LIFE,
  leaver: LIQUIDATED_LIFE,
} as const satisfies Record<JourneyKind, readonly StepName[]>;

/** One account's part in a step, base units (1e-9 SESH). */
export type Share = { readonly account: string; readonly expected: bigint; readonly actual: bigint };

/** What came of a step. */
export type StepResult = {
  /** L2 block of the transaction, or appchain height of the change. */
  readonly block: number;
  /** The last one, where each account sends its own. */
  readonly tx: Hex | null;
  readonly shares: readonly Share[];
};
type ReportedShare = { readonly account: string; readonly expected: string; readonly actual: string };
export type ReportedStep = {
  readonly name: StepName;
  readonly block: number;
  readonly tx: Hex | null;
  /** Sums over all accounts. */
  readonly expected: string;
  readonly actual: string;
  /** Only where there is more than one account. */
  readonly accounts?: readonly ReportedShare[];
  readonly seconds: number;
};
export type JourneyReport = {
  readonly ok: boolean;
  readonly steps: readonly ReportedStep[];
  readonly seconds: number;
  /** Why it ended early. */
  readonly failure?: { readonly step: StepName; readonly code: string; readonly message: string };
};

export function toReported(name: StepName, { block, tx, shares }: StepResult, seconds: number): ReportedStep {
  const sum = (of: "expected" | "actual") => shares.reduce((total, share) => total + share[of], 0n).toString();
  const accounts = shares.map(({ account, expected, actual }) => ({
    account,
    expected: expected.toString(),
    actual: actual.toString(),
  }));
  const step = { name, block, tx, expected: sum("expected"), actual: sum("actual") };
  return { ...step, ...(accounts.length > 1 ? { accounts } : {}), seconds: rounded(seconds) };
}

/** A step is right when every account came to exactly what was expected. */
export function isExact({ expected, actual, accounts = [] }: ReportedStep): boolean {
  return [{ expected, actual }, ...accounts].every((part) => part.expected === part.actual);
}

export function toReport(
  kind: JourneyKind,
  steps: readonly ReportedStep[],
  seconds: number,
  failure?: JourneyReport["failure"],
): JourneyReport {
  const names = JOURNEY_STEPS[kind];
  const isComplete = steps.length === names.length && names.every((name, i) => steps[i]?.name === name);
  const ok = failure === undefined && isComplete && steps.every(isExact);
  return { ok, steps, seconds: rounded(seconds), ...(failure === undefined ? {} : { failure }) };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
