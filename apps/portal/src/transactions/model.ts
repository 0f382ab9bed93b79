import type { TransactionProgress } from "@session/sdk/indexer-api";
import type { StepState } from "@session/ui";

export const progressSteps = ["sent", "mined", "seen", "inBlock", "final"] as const;
export type ProgressStep = (typeof progressSteps)[number];

export type ShownStep = {
  readonly id: ProgressStep;
  readonly state: StepState;
  /** Unix seconds. */
  readonly at?: number;
};

/** How many of the steps are behind it. */
const DONE: Readonly<Record<TransactionProgress["stage"], number>> = {
  unknown: 0,
  pending: 1,
  mined: 2,
  seen: 3,
  inBlock: 4,
  final: 5,
};

/**
 * A transaction's way as steps, from what the network says and nothing else: a revert or a rejection by the appchain fails
 * its step, and what comes after it never runs. Transactions without events for the appchain skip its block.
 */
export function toSteps(progress: TransactionProgress): ShownStep[] {
  const failed = failedStep(progress);
  const done = DONE[progress.stage];
  return progressSteps.map((id, index) => ({
    id,
    state: stateOf(progress, index, done, failed),
    ...timeOf(progress, id),
  }));
}

function stateOf(progress: TransactionProgress, index: number, done: number, failed: number | undefined): StepState {
  if (index === failed) return "failed";
  if (failed !== undefined && index > failed)
    return progress.mined?.status === "reverted" ? "skipped" : after(index, done);
  if (skipsBlocks(progress)) {
    if (progressSteps[index] === "inBlock") return "skipped";
    return after(index, done === 3 ? 4 : done);
  }
  return after(index, done);
}

const after = (index: number, done: number): StepState =>
  index < done ? "done" : index === done ? "running" : "waiting";

function failedStep({ mined, events }: TransactionProgress): number | undefined {
  if (mined?.status === "reverted") return progressSteps.indexOf("mined");
  return events.some(({ result }) => result === "rejected") ? progressSteps.indexOf("inBlock") : undefined;
}

const skipsBlocks = ({ events }: TransactionProgress) =>
  events.length > 0 && events.every(({ entersBlocks }) => !entersBlocks);

function timeOf({ mined }: TransactionProgress, id: ProgressStep): { at?: number } {
  return id === "mined" && mined !== null && mined.time !== null ? { at: mined.time } : {};
}

/** Whether nothing more comes: final, or reverted for good. */
export function isSettled({ stage, next }: TransactionProgress): boolean {
  return stage === "final" || (stage !== "unknown" && next === null);
}

/** Whether it did what it was sent for: false after a revert, or when the appchain refused an event of it. */
export function hasFailed({ mined, events }: TransactionProgress): boolean {
  return mined?.status === "reverted" || events.some(({ result }) => result === "rejected");
}

/** How long the network may not know a transaction before something is amiss. */
const UNKNOWN_FOR_LONG_MS = 120_000;

export type UnknownFacts = {
  /** When it was sent or, on another device, first looked for; unix milliseconds. */
  readonly sinceMs: number;
  readonly nowMs: number;
  /** Its own, and the number of the account's mined transactions; null where not known. */
  readonly nonce: number | null;
  readonly minedCount: number | null;
};

/**
 * What became of a transaction nobody knows: `replaced` by another of the same nonce, as wallets do to speed up or cancel ·
 * `lost` for so long that it was dropped, or never left the wallet · undefined while it is only young.
 */
export function judgeUnknown({ sinceMs, nowMs, nonce, minedCount }: UnknownFacts): "replaced" | "lost" | undefined {
  if (nonce !== null && minedCount !== null && minedCount > nonce) return "replaced";
  return nowMs - sinceMs > UNKNOWN_FOR_LONG_MS ? "lost" : undefined;
}
