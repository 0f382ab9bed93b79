import type { BlockRef, EventsFrom, Follower, L2Log, L2Step, SourceEvent } from "../src/index.ts";

/** A consumer with a memory of its own: what it holds after rollbacks must be what is on the chain. */
export class Consumer {
  steps: L2Step[] = [];
  finalized = 0n;
  events: SourceEvent[] = [];
  readonly startBlock: bigint;
  /** A new stream tells what is final once more. */
  #hasResumed = false;

  constructor(startBlock: bigint) {
    this.startBlock = startBlock;
  }

  get logs(): L2Log[] {
    return this.steps.flatMap(({ logs }) => logs);
  }

  get position(): BlockRef | "start" {
    const last = this.steps.at(-1)?.block;
    return last === undefined ? "start" : { number: last.number, hash: last.hash };
  }

  topics(): { block: bigint; topic: string }[] {
    return this.logs.map((log) => ({ block: log.blockNumber, topic: log.topics[0] ?? "" }));
  }

  /** Applies events until `isDone`, or until the stream ends. Resumes where it stood. */
  async follow(
    follower: Follower,
    isDone: (event: SourceEvent) => boolean,
    from: EventsFrom = this.position,
  ): Promise<void> {
    this.resume();
    for await (const event of follower.events(from)) {
      this.apply(event);
      if (isDone(event)) return;
    }
  }

  /** True once this step has been delivered and another one is final. */
  hasBoth(delivered: bigint, final: bigint): boolean {
    return this.steps.at(-1)?.block.number === delivered && this.finalized === final;
  }

  /** A stream begins. */
  resume(): void {
    this.#hasResumed = true;
  }

  apply(event: SourceEvent): void {
    this.events.push(event);
    const last = this.steps.at(-1)?.block.number ?? this.startBlock;
    if (event.type === "block") {
      if (event.step.block.number <= last) throw new Error(`step ${event.step.block.number} after step ${last}`);
      this.steps.push(event.step);
    } else if (event.type === "reorg") {
      if (event.ancestor < this.finalized) throw new Error(`rolled back to ${event.ancestor} below ${this.finalized}`);
      this.steps = this.steps.filter(({ block }) => block.number <= event.ancestor);
    } else {
      if (event.block.number > last) throw new Error(`final before it was delivered: ${event.block.number}`);
      const isRepeat = event.block.number === this.finalized && this.#hasResumed;
      if (event.block.number <= this.finalized && !isRepeat) throw new Error(`final twice: ${event.block.number}`);
      this.finalized = event.block.number;
      this.#hasResumed = false;
    }
  }
}
