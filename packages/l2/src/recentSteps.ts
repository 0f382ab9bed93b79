import { floorStep } from "./cursor.ts";
import type { BatchLimits, L2Step } from "./types.ts";

/** Logs kept; some 15 MB. */
const MAX_LOGS = 10_000;
const MAX_STEPS = 1_000;

/** The newest steps as they have just been stored: whoever follows closely needs no read for them. */
export class RecentSteps {
  readonly #step: bigint;
  readonly #maxLogs: number;
  /** Consecutive. */
  #steps: L2Step[] = [];
  #logs = 0;

  /** @param step distance of two steps, in blocks */
  constructor(step: bigint, maxLogs = MAX_LOGS) {
    this.#step = step;
    this.#maxLogs = maxLogs;
  }

  /** Steps that are stored now, ascending. What came before a gap is let go. */
  add(steps: readonly L2Step[]): void {
    for (const added of steps) {
      const last = this.#steps.at(-1)?.block.number;
      if (last !== undefined && last + this.#step !== added.block.number) this.clear();
      this.#steps.push(added);
      this.#logs += added.logs.length;
    }
    let tooMany = 0;
    while (this.#logs > this.#maxLogs || this.#steps.length - tooMany > MAX_STEPS) {
      this.#logs -= this.#steps[tooMany]?.logs.length ?? 0;
      tooMany++;
    }
    this.#steps.splice(0, tooMany);
  }

  /** Whether so many logs more leave everything after the position where it is. More than are ever kept: nothing would help. */
  hasRoom(position: bigint, logs: number): boolean {
    if (logs > this.#maxLogs) return true;
    let unread = 0;
    for (let index = this.#steps.length - 1; index >= 0; index--) {
      const step = this.#steps[index];
      if (step === undefined || step.block.number <= position) break;
      unread += step.logs.length;
    }
    return unread + logs <= this.#maxLogs;
  }

  /** To be called when steps were dropped. */
  clear(): void {
    this.#steps = [];
    this.#logs = 0;
  }

  /** What comes after the position, as far as it is kept and the limits allow but at least one step; undefined if none. */
  after(position: bigint, { maxLogs, maxSteps = MAX_STEPS }: BatchLimits): L2Step[] | undefined {
    const [first] = this.#steps;
    if (first === undefined) return undefined;
    const start = Number((floorStep(position, this.#step) + this.#step - first.block.number) / this.#step);
    if (start < 0 || start >= this.#steps.length) return undefined;
    let end = start;
    let logs = 0;
    while (end < this.#steps.length && end - start < maxSteps) {
      logs += this.#steps[end]?.logs.length ?? 0;
      if (end > start && logs > maxLogs) break;
      end++;
    }
    return this.#steps.slice(start, end);
  }
}
