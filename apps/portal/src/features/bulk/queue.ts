import type { Hex } from "viem";
import type { BulkItem, BulkKind, PlannedStep } from "./model.ts";

/** What became of an item; amounts as decimal text, so that it can be kept. */
export type ItemOutcome = {
  readonly status: "done" | "already" | "refused";
  /** Base units returned or paid; "0" where none moved. */
  readonly amount: string;
  /** Unix seconds until which the stake is kept; 0 without a lock. */
  readonly lockedUntil: number;
  readonly fault: StepFault | null;
};
/** An error in words. */
export type StepFault = { readonly what: string; readonly next: string; readonly code: string };

/**
 * `waiting` its turn · `signing` in the wallet · `sent`, not mined yet · `done`, with an outcome for each item · `failed` as
 * a whole.
 */
export type StepState = "waiting" | "signing" | "sent" | "done" | "failed";
export type BulkStep = PlannedStep & {
  readonly id: string;
  readonly state: StepState;
  readonly hash: Hex | null;
  /** One for each item once it is done. */
  readonly outcomes: readonly ItemOutcome[];
  readonly fault: StepFault | null;
};

/** Transactions one after the other; the next only after the one before. */
export type BulkQueue = {
  readonly kind: BulkKind;
  /** Unix milliseconds. */
  readonly startedAtMs: number;
  readonly isStopped: boolean;
  readonly steps: readonly BulkStep[];
};

export function startQueue(kind: BulkKind, planned: readonly PlannedStep[], startedAtMs: number): BulkQueue {
  const steps = planned.map((step, index) => toStep(step, String(index + 1)));
  return { kind, startedAtMs, isStopped: false, steps };
}

function toStep({ via, items }: PlannedStep, id: string): BulkStep {
  return { id, via, items, state: "waiting", hash: null, outcomes: [], fault: null };
}

/** The step to sign now: none while another runs, or after a stop. */
export function nextStep({ steps, isStopped }: BulkQueue): BulkStep | undefined {
  if (isStopped || steps.some(({ state }) => state === "signing" || state === "sent")) return undefined;
  return steps.find(({ state }) => state === "waiting");
}

/** A step whose transaction is out there, though nobody waits for it any more: the page was reloaded. */
export function sentStep({ steps }: BulkQueue): BulkStep | undefined {
  return steps.find(({ state, hash }) => state === "sent" && hash !== null);
}

export function isFinished({ steps }: BulkQueue): boolean {
  return steps.every(({ state }) => state === "done" || state === "failed");
}

export function toSigning(queue: BulkQueue, id: string): BulkQueue {
  return change(queue, id, { state: "signing", fault: null });
}

export function toSent(queue: BulkQueue, id: string, hash: Hex): BulkQueue {
  return change(queue, id, { state: "sent", hash });
}

export function toDone(queue: BulkQueue, id: string, outcomes: readonly ItemOutcome[]): BulkQueue {
  return change(queue, id, { state: "done", outcomes });
}

/** A step's error ends that step alone. */
export function toFailed(queue: BulkQueue, id: string, fault: StepFault): BulkQueue {
  return change(queue, id, { state: "failed", fault });
}

/** The reader said no in the wallet: nothing failed, and nothing more is asked until they go on. */
export function toDeclined(queue: BulkQueue, id: string): BulkQueue {
  return { ...change(queue, id, { state: "waiting" }), isStopped: true };
}

export function stop(queue: BulkQueue): BulkQueue {
  return { ...queue, isStopped: true };
}

export function goOn(queue: BulkQueue): BulkQueue {
  return { ...queue, isStopped: false };
}

/**
 * A queue as a page finds it. One that was signing may have been sent or not: it waits again, for the contract takes none of
 * its items twice. Wallets ask when their owner goes on, not because a page was opened.
 */
export function afterReload(queue: BulkQueue): BulkQueue {
  const steps = queue.steps.map((step): BulkStep => (step.state === "signing" ? { ...step, state: "waiting" } : step));
  return { ...queue, steps, isStopped: !isFinished({ ...queue, steps }) };
}

/** What failed, once more at the end: whole steps, and refused items of others. Undefined where nothing did. */
export function retryFailed(queue: BulkQueue): BulkQueue | undefined {
  const again = queue.steps.flatMap((step): PlannedStep[] => {
    const items = leftOf(step);
    return items.length === 0 ? [] : [{ via: step.via, items }];
  });
  if (again.length === 0) return undefined;
  const kept = queue.steps.filter(({ state }) => state !== "failed").map(forgetRefused);
  const last = Math.max(0, ...queue.steps.map(({ id }) => Number(id)));
  const added = again.map((step, index) => toStep(step, String(last + index + 1)));
  const steps = [...kept.filter(({ items }) => items.length > 0), ...added];
  return { ...queue, steps, isStopped: false };
}

function leftOf({ state, items, outcomes }: BulkStep): readonly BulkItem[] {
  if (state === "failed") return items;
  return items.filter((_, index) => outcomes[index]?.status === "refused");
}

function forgetRefused(step: BulkStep): BulkStep {
  const isKept = (index: number) => step.outcomes[index]?.status !== "refused";
  return {
    ...step,
    items: step.items.filter((_, index) => isKept(index)),
    outcomes: step.outcomes.filter((_, index) => isKept(index)),
  };
}

export type QueueCount = { readonly done: number; readonly failed: number; readonly left: number };

/** How many items are done (by whomever), failed, and still to come. */
export function countItems({ steps }: BulkQueue): QueueCount {
  const count = { done: 0, failed: 0, left: 0 };
  for (const { state, items, outcomes } of steps) {
    if (state === "failed") count.failed += items.length;
    else if (state !== "done") count.left += items.length;
    for (const { status } of outcomes) count[status === "refused" ? "failed" : "done"]++;
  }
  return count;
}

function change(queue: BulkQueue, id: string, part: Partial<BulkStep>): BulkQueue {
  return { ...queue, steps: queue.steps.map((step) => (step.id === id ? { ...step, ...part } : step)) };
}
