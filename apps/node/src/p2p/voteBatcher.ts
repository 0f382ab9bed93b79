import type { Vote } from "@session/protocol";
import type { Clock } from "../consensus/ports.ts";
import { MAX_VOTES_PER_MESSAGE, VoteBatchSsz } from "./wire.ts";

/** Joins votes made within a few milliseconds into one message per topic. */
export class VoteBatcher {
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #publish: (topic: string, data: Uint8Array) => void;
  readonly #waiting = new Map<string, Vote[]>();
  readonly #timers = new Map<string, unknown>();

  constructor(windowMs: number, clock: Clock, publish: (topic: string, data: Uint8Array) => void) {
    this.#windowMs = windowMs;
    this.#clock = clock;
    this.#publish = publish;
  }

  add(topic: string, vote: Vote): void {
    const votes = this.#waiting.get(topic) ?? [];
    this.#waiting.set(topic, votes);
    votes.push(vote);
    if (votes.length >= MAX_VOTES_PER_MESSAGE) this.#flush(topic);
    else if (!this.#timers.has(topic))
      this.#timers.set(
        topic,
        this.#clock.setTimeout(() => this.#flush(topic), this.#windowMs),
      );
  }

  flush(): void {
    for (const topic of [...this.#waiting.keys()]) this.#flush(topic);
  }

  #flush(topic: string): void {
    this.#clock.clearTimeout(this.#timers.get(topic));
    this.#timers.delete(topic);
    const votes = this.#waiting.get(topic);
    this.#waiting.delete(topic);
    if (votes !== undefined && votes.length > 0) this.#publish(topic, VoteBatchSsz.serialize(votes));
  }
}
