import type { ChainSync } from "./chainSync.ts";
import { stepsWithLogs, withLogs } from "./cursor.ts";
import { L2Error } from "./errors.ts";
import type { FollowerConfig, FollowerStore } from "./store.ts";
import type { BatchEvent, BatchLimits, BlockRef, L2Step, SourceEvent } from "./types.ts";

/** Where a subscriber wants to start: a step it has processed, everything since the start block, or what is new. */
export type EventsFrom = BlockRef | "start" | "new";

/** The next steps after the position, oldest first; none at the newest. */
type ReadSteps = (store: FollowerStore, config: FollowerConfig) => Promise<L2Step[]>;

type End = { readonly error: unknown } | { readonly error?: undefined };

/**
 * One consumer's way through the stored steps. It remembers only its position and reads the rest from the store when it is
 * asked, so that a slow consumer neither holds up the follower nor fills memory.
 */
export class Subscription {
  readonly #sync: ChainSync;
  #position = 0n;
  #finalized = 0n;
  #rollbackTo: bigint | undefined;
  #end: End | undefined;
  #wake: (() => void) | undefined;
  #hasChanged = false;

  constructor(sync: ChainSync) {
    this.#sync = sync;
  }

  /** The store has changed; if steps were dropped, those after `rollbackTo`. */
  changed(rollbackTo: bigint | undefined): void {
    if (rollbackTo !== undefined && (this.#rollbackTo === undefined || rollbackTo < this.#rollbackTo))
      this.#rollbackTo = rollbackTo;
    this.#hasChanged = true;
    this.#wake?.();
  }

  /** Ends the stream: with an error, or in order. */
  end(error?: unknown): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake?.();
  }

  /** @throws L2Error `CURSOR_UNKNOWN`, and whatever stopped the follower */
  async *events(from: EventsFrom): AsyncGenerator<SourceEvent> {
    const nextOne = async (store: FollowerStore, config: FollowerConfig): Promise<L2Step[]> => {
      const stored = await store.stepsAfter(this.#position, 1);
      return Promise.all(stored.map((step) => withLogs(store, config, step)));
    };
    for await (const event of this.#stream(from, nextOne)) {
      if (event.type !== "steps") yield event;
      else for (const step of event.steps) yield { type: "block", step };
    }
  }

  /** @throws L2Error `CURSOR_UNKNOWN`, and whatever stopped the follower */
  batches(from: EventsFrom, limits: BatchLimits): AsyncGenerator<BatchEvent> {
    const recent = () => this.#sync.recent.after(this.#position, limits);
    return this.#stream(from, (store, config) => stepsWithLogs(store, config, this.#position, limits), recent);
  }

  /** @param recent what needs no read, and so doesn't wait for a change being written either */
  async *#stream(from: EventsFrom, read: ReadSteps, recent?: () => L2Step[] | undefined): AsyncGenerator<BatchEvent> {
    if (!(await this.#begin(from))) return;
    if (typeof from === "object" && this.#position < from.number) yield { type: "reorg", ancestor: this.#position };
    try {
      while (!this.#hasEnded()) {
        this.#hasChanged = false;
        const event = this.#nextReorg() ?? this.#nextFinalize() ?? (await this.#nextSteps(read, recent));
        if (event !== undefined) yield event;
        else await this.#change();
      }
    } finally {
      this.#sync.readers.left(this);
    }
  }

  #hasEnded(): boolean {
    if (this.#end !== undefined && "error" in this.#end) throw this.#end.error;
    return this.#end !== undefined;
  }

  #nextReorg(): BatchEvent | undefined {
    const ancestor = this.#rollbackTo;
    this.#rollbackTo = undefined;
    if (ancestor === undefined || ancestor >= this.#position) return undefined;
    this.#position = ancestor;
    if (this.#finalized > ancestor) this.#finalized = ancestor;
    return { type: "reorg", ancestor };
  }

  #nextFinalize(): BatchEvent | undefined {
    const block = this.#sync.safe?.block;
    if (block === undefined || block.number <= this.#finalized || block.number > this.#position) return undefined;
    this.#finalized = block.number;
    return { type: "finalize", block };
  }

  async #nextSteps(read: ReadSteps, recent?: () => L2Step[] | undefined): Promise<BatchEvent | undefined> {
    // A look into the store would keep the follower from writing to it.
    if ((this.#sync.newest?.block.number ?? 0n) <= this.#position) return undefined;
    const kept = recent?.();
    if (kept === undefined) this.#sync.readers.left(this);
    const steps = kept ?? (await this.#sync.read(read));
    const last = steps.at(-1);
    // Rolled back in the meantime: the reorganisation goes first.
    if (last === undefined || this.#rollbackTo !== undefined) return undefined;
    this.#position = last.block.number;
    if (kept !== undefined) this.#sync.readers.took(this, this.#position);
    return { type: "steps", steps };
  }

  /** Waits until the store has changed since the last look, or the stream ends. */
  async #change(): Promise<void> {
    if (this.#hasChanged || this.#end !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  /** Finds the position; false if the stream ended while waiting for it. */
  async #begin(from: EventsFrom): Promise<boolean> {
    const { startBlock } = this.#sync.options;
    this.#position = startBlock;
    if (from === "new") {
      this.#position = this.#sync.newest?.block.number ?? startBlock;
      this.#finalized = this.#sync.safe?.block.number ?? startBlock;
    }
    if (typeof from === "string") return true;
    while (!this.#hasEnded()) {
      this.#hasChanged = false;
      const position = await this.#locate(from);
      if (position !== undefined) {
        this.#position = position;
        return true;
      }
      await this.#change();
    }
    return false;
  }

  /** The newest stored block of the chain `from` is on; undefined while the store hasn't got that far. */
  #locate(from: BlockRef): Promise<bigint | undefined> {
    return this.#sync.read(async (store, { startBlock }) => {
      for (let at = from; ; ) {
        if (at.number === startBlock || (await store.step(at.number))?.block.hash === at.hash) {
          this.#rollbackTo = undefined;
          return at.number;
        }
        const ancestor = await store.ancestorOfDropped(at);
        if (ancestor === undefined) {
          if (at === from && from.number > (this.#sync.state?.cursor.number ?? 0n)) return undefined;
          throw new L2Error({ code: "CURSOR_UNKNOWN", number: from.number, hash: from.hash });
        }
        at = ancestor;
      }
    });
  }
}
