import type { FollowerOptions } from "./types.ts";

/** Free tiers allow 500 to 1,000 blocks per `eth_getLogs`. */
export const DEFAULT_MAX_RANGE = 1_000n;

/** Size of an answer to aim at: time and memory for one are small, and its own cost is far above that of the request. */
const AIM_BYTES = 2 * 2 ** 20;

/** Successes after which a size that was refused once is tried again. */
const RETRY_REFUSED_AFTER = 32;

/**
 * How many blocks to ask for at once: halves when refused, grows on success towards the smallest refused size, and
 * forgets that size after a while, so that a provider's fixed limit is found and not run into again and again. It also
 * keeps answers at about 2 MB, which nodes without a limit of their own would pass by far.
 */
export class AdaptiveRange {
  readonly #max: bigint;
  #size: bigint;
  #refused: bigint | undefined;
  #successes = 0;

  constructor({
    maxRange = DEFAULT_MAX_RANGE,
    firstRange = DEFAULT_MAX_RANGE,
  }: Pick<FollowerOptions, "maxRange" | "firstRange">) {
    this.#max = maxRange;
    this.#size = min(maxRange, firstRange);
  }

  /** Blocks to ask for, at least 1. */
  get size(): bigint {
    return this.#size;
  }

  /** A range of `blocks` was answered with about `bytes`. */
  succeeded(blocks: bigint, bytes = 0): void {
    if (++this.#successes >= RETRY_REFUSED_AFTER) this.#refused = undefined;
    const fitting = bytes === 0 ? this.#max : max(1n, (blocks * BigInt(AIM_BYTES)) / BigInt(bytes));
    if (bytes > AIM_BYTES) {
      this.#size = min(this.#size, fitting);
      return;
    }
    // A short range at the head says nothing about larger ones.
    if (blocks < this.#size) return;
    const limit = this.#refused === undefined ? this.#max : this.#refused - 1n;
    const grown = this.#refused === undefined ? this.#size * 2n : (this.#size + this.#refused) / 2n;
    this.#size = min(max(grown, this.#size), min(min(limit, this.#max), fitting));
  }

  /** A range of `blocks` was refused. Returns false if it can't be made smaller. */
  refused(blocks: bigint): boolean {
    this.#successes = 0;
    this.#refused = this.#refused === undefined ? blocks : min(this.#refused, blocks);
    this.#size = max(1n, min(this.#size, blocks) / 2n);
    if (blocks > 1n) return true;
    this.#refused = undefined;
    return false;
  }
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
