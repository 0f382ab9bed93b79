import type { Clock } from "./consensus/ports.ts";

/** The machine's clock plus an offset that only a development network ever sets (`devnet warp`). */
export class SystemClock implements Clock {
  #offsetMs: number;

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  shift(byMs: number): void {
    this.#offsetMs += byMs;
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    return setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1));
  }

  clearTimeout(handle: unknown): void {
    clearTimeout(handle as NodeJS.Timeout);
  }
}
