/** Handle of a pending timer; opaque, so that Node's own timers fit too. */
export type TimerHandle = unknown;

/** Time as the programs under test see it: milliseconds since the Unix epoch, and one-shot timers. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

type Timer = { readonly dueMs: number; readonly callback: () => void };

/** Time for the work behind promises (in-process answers, store writes) to run between two timers. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A clock that stands still until it is told to move, so that hours of timers run in milliseconds and in one order.
 *
 * Timers due at the same time fire in the order in which they were set.
 *
 * @example
 * const clock = new VirtualClock();
 * clock.setTimeout(() => retry(), 60_000);
 * await clock.advance(60_000);
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #timers: Timer[] = [];

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), callback };
    // Sorted by due time; a later timer of the same time goes behind the earlier one.
    const at = this.#timers.findIndex((other) => other.dueMs > timer.dueMs);
    this.#timers.splice(at === -1 ? this.#timers.length : at, 0, timer);
    return timer;
  }

  clearTimeout(handle: TimerHandle): void {
    this.#timers = this.#timers.filter((timer) => timer !== handle);
  }

  /** Number of timers that wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves the clock by `ms` milliseconds, firing each timer at its own time and letting promises run in between. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    while (this.#timers[0] !== undefined && this.#timers[0].dueMs <= endMs) {
      this.#fireNext();
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** Jumps to the next timer and fires it. Returns false if none waits. */
  async advanceToNext(): Promise<boolean> {
    await settle();
    if (this.#timers.length === 0) return false;
    this.#fireNext();
    await settle();
    return true;
  }

  #fireNext(): void {
    const timer = this.#timers.shift();
    if (timer === undefined) return;
    this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
    timer.callback();
  }
}
