import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * A permutation of 0 … size−1 that a seed fixes: Fisher–Yates whose k-th step swaps k with k + (digest_k mod (size − k)),
 * digest_k being the first 16 bytes, big-endian, of sha256(purpose ‖ seed ‖ context (u64 LE) ‖ k (u32 LE)). Computed as
 * far as asked for: the first draw costs one hash. Source: protocol/blocks.md#draws.
 */
export class SeededShuffle {
  readonly #prefix: Uint8Array;
  readonly #size: number;
  readonly #picks: number[] = [];
  /** Positions whose content is no longer their own index. */
  readonly #moved = new Map<number, number>();

  /** @param context - height or round the draw is for */
  constructor(purpose: string, seed: Uint8Array, context: number, size: number) {
    const contextBytes = new Uint8Array(8);
    new DataView(contextBytes.buffer).setBigUint64(0, BigInt(context), true);
    this.#prefix = concatBytes(utf8ToBytes(purpose), seed, contextBytes);
    this.#size = size;
  }

  /** The item at `position`, which counts round: position mod size. */
  at(position: number): number {
    const wanted = position % this.#size;
    for (let k = this.#picks.length; k <= wanted; k++) {
      const j = k + this.#drawBelow(k, this.#size - k);
      this.#picks.push(this.#moved.get(j) ?? j);
      this.#moved.set(j, this.#moved.get(k) ?? k);
    }
    return this.#picks[wanted] ?? 0;
  }

  #drawBelow(step: number, bound: number): number {
    const stepBytes = new Uint8Array(4);
    new DataView(stepBytes.buffer).setUint32(0, step, true);
    const digest = sha256(concatBytes(this.#prefix, stepBytes));
    const view = new DataView(digest.buffer, digest.byteOffset);
    // 128 bits: the bias of the remainder is below 2^-112 for any set of nodes.
    return Number(((view.getBigUint64(0) << 64n) | view.getBigUint64(8)) % BigInt(bound));
  }
}
