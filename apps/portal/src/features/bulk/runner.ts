import type { Hex } from "viem";
import type { Explained } from "../../errors/explain.ts";
import type { BulkKind, PlannedStep } from "./model.ts";
import {
  afterReload,
  type BulkQueue,
  type BulkStep,
  goOn,
  type ItemOutcome,
  nextStep,
  retryFailed,
  sentStep,
  startQueue,
  stop,
  toDeclined,
  toDone,
  toFailed,
  toSent,
  toSigning,
} from "./queue.ts";

export type BulkActs = {
  /** Signs, sends and waits; hears of the transaction as soon as it is sent. */
  readonly send: (step: BulkStep, onSent: (hash: Hex) => void) => Promise<readonly ItemOutcome[]>;
  /** Waits for a transaction that was sent before. */
  readonly follow: (step: BulkStep, hash: Hex) => Promise<readonly ItemOutcome[]>;
  /** An error in the reader's language; kept in words, because errors don't survive a reload. */
  readonly explain: (error: unknown) => Explained;
};
/** Where a queue is kept; `undefined` forgets it. */
export type QueueStore = {
  readonly read: () => BulkQueue | undefined;
  readonly write: (queue: BulkQueue | undefined) => void;
};

/** Works a queue off, one transaction after the other, and keeps every change before the next is made. */
export class BulkRunner {
  readonly #store: QueueStore;
  readonly #listeners = new Set<() => void>();
  #acts: BulkActs | undefined;
  #queue: BulkQueue | undefined;
  #isBusy = false;

  constructor(store: QueueStore) {
    this.#store = store;
    const kept = store.read();
    this.#queue = kept === undefined ? undefined : afterReload(kept);
  }

  readonly read = (): BulkQueue | undefined => this.#queue;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Gives it a wallet to act with; what was sent before a reload is followed from here on. */
  use(acts: BulkActs): void {
    this.#acts = acts;
    void this.#work();
  }

  start(kind: BulkKind, planned: readonly PlannedStep[], nowMs: number): void {
    this.#keep(startQueue(kind, planned, nowMs));
    void this.#work();
  }

  stop(): void {
    this.#change(stop);
  }

  goOn(): void {
    this.#change(goOn);
    void this.#work();
  }

  retry(): void {
    this.#change((queue) => retryFailed(queue) ?? queue);
    void this.#work();
  }

  forget(): void {
    if (!this.#isBusy) this.#keep(undefined);
  }

  async #work(): Promise<void> {
    const acts = this.#acts;
    if (this.#isBusy || acts === undefined) return;
    this.#isBusy = true;
    try {
      for (;;) {
        const { pending, next } = this.#whatNext();
        if (pending?.hash != null) await this.#finish(pending, acts, acts.follow(pending, pending.hash));
        else if (next !== undefined) await this.#sign(next, acts);
        else return;
      }
    } finally {
      this.#isBusy = false;
    }
  }

  #whatNext(): { pending?: BulkStep | undefined; next?: BulkStep | undefined } {
    const queue = this.#queue;
    return queue === undefined ? {} : { pending: sentStep(queue), next: nextStep(queue) };
  }

  #sign(step: BulkStep, acts: BulkActs): Promise<void> {
    this.#change((queue) => toSigning(queue, step.id));
    return this.#finish(
      step,
      acts,
      acts.send(step, (hash) => this.#change((queue) => toSent(queue, step.id, hash))),
    );
  }

  async #finish({ id }: BulkStep, { explain }: BulkActs, running: Promise<readonly ItemOutcome[]>): Promise<void> {
    try {
      const outcomes = await running;
      this.#change((queue) => toDone(queue, id, outcomes));
    } catch (error) {
      const { what, next, code, isRefusal } = explain(error);
      this.#change((queue) => (isRefusal ? toDeclined(queue, id) : toFailed(queue, id, { what, next, code })));
    }
  }

  #change(how: (queue: BulkQueue) => BulkQueue): void {
    if (this.#queue !== undefined) this.#keep(how(this.#queue));
  }

  #keep(queue: BulkQueue | undefined): void {
    this.#queue = queue;
    this.#store.write(queue);
    for (const listener of this.#listeners) listener();
  }
}
