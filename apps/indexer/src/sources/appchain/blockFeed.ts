import type { NodePeer } from "./nodePeer.ts";
import type { NodePool } from "./nodePool.ts";

export type FetchedBlocks = {
  readonly from: number;
  readonly peer: NodePeer;
  /** SSZ `FinalBlock`, ascending; at least one. Nothing about them is verified. */
  readonly blocks: readonly Uint8Array[];
};

export type BlockFeedOptions = {
  /** Blocks of one request, at most 100. */
  readonly rangeBlocks: number;
  /** Requests at once. */
  readonly parallel: number;
};

type Range = {
  readonly from: number;
  readonly count: number;
  readonly fetched: Promise<FetchedBlocks>;
  isReady: boolean;
};

/** Gives blocks in order, fetched ahead from several nodes at once. */
export class BlockFeed {
  readonly #options: BlockFeedOptions;
  readonly #pool: NodePool;
  readonly #signal: AbortSignal;
  #ahead: Range[] = [];
  #nextFrom = 1;
  #round = new AbortController();

  constructor(options: BlockFeedOptions, pool: NodePool, signal: AbortSignal) {
    this.#options = options;
    this.#pool = pool;
    this.#signal = signal;
  }

  /** Goes on from this height; what was fetched ahead is dropped. */
  seek(from: number): void {
    this.#round.abort();
    this.#round = new AbortController();
    this.#ahead = [];
    this.#nextFrom = from;
  }

  /** Would {@link next} answer at once? */
  isReady(): boolean {
    return this.#ahead[0]?.isReady === true;
  }

  /** The next blocks; waits until there are some. @throws the signal's reason when it is aborted */
  async next(): Promise<FetchedBlocks> {
    for (;;) {
      this.#signal.throwIfAborted();
      this.#fill();
      const range = this.#ahead.shift();
      if (range === undefined) {
        await this.#pool.changed(this.#signal);
        continue;
      }
      const fetched = await range.fetched;
      const missing = range.count - fetched.blocks.length;
      // A short answer: the rest comes before what was fetched beyond it.
      if (missing > 0) this.#ahead.unshift(this.#fetch(range.from + fetched.blocks.length, missing));
      this.#fill();
      return fetched;
    }
  }

  #fill(): void {
    const { parallel, rangeBlocks } = this.#options;
    const head = this.#pool.bestHead() ?? 0;
    while (this.#ahead.length < parallel && this.#nextFrom <= head) {
      const count = Math.min(rangeBlocks, head - this.#nextFrom + 1);
      this.#ahead.push(this.#fetch(this.#nextFrom, count));
      this.#nextFrom += count;
    }
  }

  #fetch(from: number, count: number): Range {
    const fetched = this.#fetchAny(from, count, AbortSignal.any([this.#signal, this.#round.signal]));
    const range: Range = { from, count, fetched, isReady: false };
    const settle = () => {
      range.isReady = true;
    };
    // It may fail, by an abort, while nobody waits for it.
    fetched.then(settle, settle);
    return range;
  }

  /** From one node after the other, for as long as it takes. */
  async #fetchAny(from: number, count: number, signal: AbortSignal): Promise<FetchedBlocks> {
    for (;;) {
      signal.throwIfAborted();
      const peer = this.#pool.choose(from);
      const blocks = peer === undefined ? [] : await this.#fetchFrom(peer, from, count, signal);
      if (peer !== undefined && blocks.length > 0) return { from, peer, blocks };
      if (peer === undefined) await this.#pool.changed(signal);
    }
  }

  async #fetchFrom(peer: NodePeer, from: number, count: number, signal: AbortSignal): Promise<readonly Uint8Array[]> {
    const startMs = performance.now();
    peer.load++;
    try {
      const blocks = await peer.client.getFinalBlocks({ from, limit: count }, signal);
      if (blocks.length === 0) {
        this.#pool.notServed(peer, from);
        return blocks;
      }
      peer.delivered(blocks.length, performance.now() - startMs);
      this.#pool.answered(peer);
      return blocks;
    } catch (error) {
      signal.throwIfAborted();
      this.#pool.failed(peer, error);
      return [];
    } finally {
      peer.load--;
    }
  }
}
