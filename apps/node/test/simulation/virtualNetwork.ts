import type { Random } from "@session/testing";
import type { Clock } from "../../src/consensus/ports.ts";

/** What happens to messages, each drawn per message. */
export type Weather = {
  readonly minDelayMs: number;
  /** Messages overtake each other within the spread. */
  readonly maxDelayMs: number;
  readonly loss: number;
  readonly duplication: number;
};

export const CALM: Weather = { minDelayMs: 10, maxDelayMs: 60, loss: 0, duplication: 0 };
/** Every message arrives, in any order, so that nodes see things at very different times. */
export const SLOW: Weather = { minDelayMs: 10, maxDelayMs: 900, loss: 0, duplication: 0.1 };
export const STORM: Weather = { minDelayMs: 10, maxDelayMs: 1_500, loss: 0.2, duplication: 0.2 };

/** Delivers callbacks between nodes with delay, loss, duplication, reordering and partitions. */
export class VirtualNetwork {
  readonly #clock: Clock;
  readonly #random: Random;
  weather: Weather = CALM;
  /** What a node's messages take longer than others', milliseconds. */
  readonly slow = new Map<number, number>();
  /** Side of the partition each node is on; nodes of different sides don't hear each other. */
  #sides = new Map<number, number>();
  /** Links cut in one direction, "from>to". */
  readonly #cut = new Set<string>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  partition(sides: readonly (readonly number[])[]): void {
    this.#sides = new Map(sides.flatMap((nodes, side) => nodes.map((node) => [node, side] as const)));
  }

  cut(from: number, to: number): void {
    this.#cut.add(`${from}>${to}`);
  }

  heal(): void {
    this.#sides.clear();
    this.#cut.clear();
  }

  send(from: number, to: number, deliver: () => void): void {
    const { minDelayMs, maxDelayMs, loss, duplication } = this.weather;
    const copies = this.#random.chance(duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = this.#random.int(minDelayMs, maxDelayMs) + (this.slow.get(from) ?? 0);
      if (this.#random.chance(loss)) continue;
      this.#clock.setTimeout(() => {
        // A cut link loses what is on its way, too.
        if (this.#isOpen(from, to)) deliver();
      }, delayMs);
    }
  }

  #isOpen(from: number, to: number): boolean {
    return (this.#sides.get(from) ?? 0) === (this.#sides.get(to) ?? 0) && !this.#cut.has(`${from}>${to}`);
  }
}
