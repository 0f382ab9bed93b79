import type { ChainSync } from "./chainSync.ts";
import { withLogs } from "./cursor.ts";
import { L2Error } from "./errors.ts";
import type { BlockRef, L2Step, SourceEvent } from "./types.ts";

/** Where a subscriber wants to start: a step it has processed, everything since the start block, or what is new. */
export type EventsFrom = BlockRef | "start" | "new";

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
    if (!(await this.#begin(from))) return;
    if (typeof from === "object" && this.#position < from.number) yield { type: "reorg", ancestor: this.#position };
    while (!this.#hasEnded()) {
      this.#hasChanged = false;
      const event = this.#nextReorg() ?? this.#nextFinalize() ?? (await this.#nextBlock());
      if (event !== undefined) yield event;
      else await this.#change();
    }
  }

  #hasEnded(): boolean {
    if (this.#end !== undefined && "error" in this.#end) throw this.#end.error;
    return this.#end !== undefined;
  }

  #nextReorg(): SourceEvent | undefined {
    const ancestor = this.#rollbackTo;
    this.#rollbackTo = undefined;
    if (ancestor === undefined || ancestor >= this.#position) return undefined;
    this.#position = ancestor;
    if (this.#finalized > ancestor) this.#finalized = ancestor;
    return { type: "reorg", ancestor };
  }

  #nextFinalize(): SourceEvent | undefined {
    const block = this.#sync.safe?.block;
    if (block === undefined || block.number <= this.#finalized || block.number > this.#position) return undefined;
    this.#finalized = block.number;
    return { type: "finalize", block };
  }

  async #nextBlock(): Promise<SourceEvent | undefined> {
    const step = await this.#sync.read(async (store, config): Promise<L2Step | undefined> => {
      const stored = await store.stepAfter(this.#position);
      return stored && withLogs(store, config, stored);
    });
    // Rolled back in the meantime: the reorganisation goes first.
    if (step === undefined || this.#rollbackTo !== undefined) return undefined;
    this.#position = step.block.number;
    return { type: "block", step };
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
