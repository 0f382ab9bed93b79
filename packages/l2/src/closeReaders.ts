import { type Clock, sleep } from "./clock.ts";
import type { RecentSteps } from "./recentSteps.ts";

/** How long a range waits for readers. Whoever needs longer has stopped, or has a slower database than the follower's. */
const PATIENCE_MS = 5_000;

/**
 * Who lives on the steps kept in memory. A follower that outran them would make them read back from the store all that it
 * writes there, which costs more than following it and so leaves them ever further behind.
 */
export class CloseReaders {
  readonly #recent: RecentSteps;
  readonly #clock: Clock;
  /** Reader → the number of the step it has taken last. */
  readonly #positions = new Map<object, bigint>();
  #wake: (() => void) | undefined;

  constructor(recent: RecentSteps, clock: Clock) {
    this.#recent = recent;
    this.#clock = clock;
  }

  /** The reader has taken what is kept in memory up to a step, and asks for more. */
  took(reader: object, position: bigint): void {
    this.#positions.set(reader, position);
    this.#wake?.();
  }

  /** The reader reads from the store, or no more: nothing waits for it. */
  left(reader: object): void {
    this.#positions.delete(reader);
    this.#wake?.();
  }

  /** Waits until so many logs more push none out of memory that a reader still needs; a reader that is too slow is given up. */
  async untilRoom(logs: number, signal: AbortSignal): Promise<void> {
    const deadline = this.#clock.now() + PATIENCE_MS;
    for (let slow = this.#slow(logs); slow.length > 0 && !signal.aborted; slow = this.#slow(logs)) {
      const leftMs = deadline - this.#clock.now();
      if (leftMs <= 0) return slow.forEach((reader) => void this.#positions.delete(reader));
      await this.#change(leftMs, signal);
    }
  }

  #slow(logs: number): readonly object[] {
    return [...this.#positions].flatMap(([reader, position]) => (this.#recent.hasRoom(position, logs) ? [] : [reader]));
  }

  async #change(limitMs: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await sleep(this.#clock, limitMs, AbortSignal.any([signal, woken.signal]));
    this.#wake = undefined;
  }
}
