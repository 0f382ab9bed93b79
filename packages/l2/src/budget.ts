import { type Clock, sleep } from "./clock.ts";

const MINUTE_MS = 60_000;

/** Counts requests over a sliding minute and makes the next one wait when the limit is reached. */
export class CallBudget {
  readonly #limit: number;
  readonly #clock: Clock;
  #sentAtMs: number[] = [];

  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Requests within the last minute. */
  get lastMinute(): number {
    const nowMs = this.#clock.now();
    // A clock set back must not make old requests count for ever.
    this.#sentAtMs = this.#sentAtMs.filter((sentAtMs) => sentAtMs > nowMs - MINUTE_MS && sentAtMs <= nowMs);
    return this.#sentAtMs.length;
  }

  /** Waits for a free place and takes it; an abort ends the wait without taking one. */
  async take(signal: AbortSignal): Promise<void> {
    while (this.lastMinute >= this.#limit && !signal.aborted) {
      const oldestMs = this.#sentAtMs[this.#sentAtMs.length - this.#limit] ?? this.#clock.now();
      await sleep(this.#clock, oldestMs + MINUTE_MS - this.#clock.now(), signal);
    }
    if (!signal.aborted) this.#sentAtMs.push(this.#clock.now());
  }
}
