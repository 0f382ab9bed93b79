import type { Hex } from "viem";
import type { Explained } from "../../errors/explain.ts";
import type { BulkKind, PlannedStep } from "./model.ts";
import {
  afterReload,
  type BulkQueue,
  type BulkStep,
  goOn,
  type ItemOutcome,
  isFinished,
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
  /** Hears of what this page or another has written. */
  readonly subscribe: (listener: () => void) => void;
};
/** Runs it while no other page does; false when another does. */
export type TabLock = (run: () => Promise<void>) => Promise<boolean>;

/** What a page shows of its queue; the same object until it changes. */
export type RunnerView = {
  readonly queue: BulkQueue | undefined;
  /** Another page of this browser works it off: here it is only looked at. */
  readonly isElsewhere: boolean;
};

/** Another queue, or a change of the one there is. */
type Beginning = { readonly queue?: BulkQueue; readonly change?: (queue: BulkQueue) => BulkQueue };

/** Works a queue off, one transaction after the other, and keeps every change before the next is made. */
export class BulkRunner {
  readonly #store: QueueStore;
  readonly #lock: TabLock;
  readonly #listeners = new Set<() => void>();
  #acts: BulkActs | undefined;
  #view: RunnerView;
  #isBusy = false;
  #isWriting = false;

  constructor(store: QueueStore, lock: TabLock) {
    this.#store = store;
    this.#lock = lock;
    this.#view = { queue: this.#found(), isElsewhere: false };
    store.subscribe(() => {
      if (!this.#isBusy && !this.#isWriting) this.#show({ queue: this.#found() });
    });
  }

  readonly read = (): RunnerView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Gives it a wallet to act with; what was sent before a reload is followed from here on. */
  use(acts: BulkActs): void {
    this.#acts = acts;
    const { queue } = this.#view;
    if (queue !== undefined && !isFinished(queue)) void this.#work();
  }

  start(kind: BulkKind, planned: readonly PlannedStep[], nowMs: number): void {
    void this.#work({ queue: startQueue(kind, planned, nowMs) });
  }

  stop(): void {
    this.#change(stop);
  }

  goOn(): void {
    void this.#work({ change: goOn });
  }

  retry(): void {
    void this.#work({ change: (queue) => retryFailed(queue) ?? queue });
  }

  forget(): void {
    if (!this.#isBusy) this.#keep(undefined);
  }

  /** @param begin - what is changed first, once it is certain that no other page works on it */
  async #work(begin: Beginning = {}): Promise<void> {
    const acts = this.#acts;
    if (this.#isBusy || acts === undefined) return;
    this.#isBusy = true;
    try {
      const isOurs = await this.#lock(() => {
        if (this.#view.isElsewhere) this.#show({ queue: this.#found(), isElsewhere: false });
        if (begin.queue !== undefined) this.#keep(begin.queue);
        if (begin.change !== undefined) this.#change(begin.change);
        return this.#workOff(acts);
      });
      if (!isOurs) this.#show({ queue: this.#found(), isElsewhere: true });
    } finally {
      this.#isBusy = false;
    }
  }

  async #workOff(acts: BulkActs): Promise<void> {
    for (;;) {
      const { pending, next } = this.#whatNext();
      if (pending?.hash != null) await this.#finish(pending, acts, acts.follow(pending, pending.hash));
      else if (next !== undefined) await this.#sign(next, acts);
      else return;
    }
  }

  #whatNext(): { pending?: BulkStep | undefined; next?: BulkStep | undefined } {
    const { queue } = this.#view;
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
    const { queue } = this.#view;
    if (queue !== undefined) this.#keep(how(queue));
  }

  #keep(queue: BulkQueue | undefined): void {
    this.#isWriting = true;
    this.#store.write(queue);
    this.#isWriting = false;
    this.#show({ queue });
  }

  /** The kept queue as a page finds it that doesn't work on it. */
  #found(): BulkQueue | undefined {
    const kept = this.#store.read();
    return kept === undefined ? undefined : afterReload(kept);
  }

  #show(part: Partial<RunnerView>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener();
  }
}
