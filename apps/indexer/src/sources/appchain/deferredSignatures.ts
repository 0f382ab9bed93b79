import type { Bls, SignatureSet } from "@session/bls";
import type { SignatureVerifier } from "@session/protocol";

/** More differences than this and a sum of keys is made anew. */
const MAX_DIFFERENCES = 256;

type Sum = { readonly keys: ReadonlySet<Uint8Array>; readonly publicKey: Uint8Array };
export type DeferredSet = SignatureSet & { readonly height: number };

/**
 * Says yes to every signature and remembers it: a range of blocks is executed by the protocol's own rules first, and its
 * signatures are checked together afterwards, in a thread of their own. Nothing may be kept before that.
 *
 * Keys of the validators are the same objects from block to block, so a commit's sum of keys is the last one's without
 * those who are absent now: 2,000 keys cost 0.2 ms instead of 6.
 */
export class DeferredSignatures implements SignatureVerifier {
  readonly #bls: Bls;
  #sets: DeferredSet[] = [];
  #seen = new Set<string>();
  #height = 0;
  #sum: Sum | undefined;

  constructor(bls: Bls) {
    this.#bls = bls;
  }

  /** Signatures from now on belong to the block of this height. */
  startBlock(height: number): void {
    this.#height = height;
  }

  /** What has come together since the last call, in the order of blocks. */
  take(): readonly DeferredSet[] {
    const sets = this.#sets;
    this.#sets = [];
    this.#seen = new Set();
    return sets;
  }

  isValidPublicKey(publicKey: Uint8Array): boolean {
    return this.#bls.isValidPublicKey(publicKey);
  }

  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    this.#add(publicKey, message, signature);
    return true;
  }

  verifyAggregate(set: { publicKeys: readonly Uint8Array[]; message: Uint8Array; signature: Uint8Array }): boolean {
    const publicKey = this.#sumOf(set.publicKeys);
    if (publicKey === undefined) return false;
    this.#add(publicKey, set.message, set.signature);
    return true;
  }

  #add(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): void {
    // A block's commit usually comes twice: beside it, and in the next block's body.
    const key = [publicKey, message, signature].map((bytes) => Buffer.from(bytes).toString("latin1")).join("");
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#sets.push({ publicKey, message, signature, height: this.#height });
  }

  /** Undefined: no sum verifies anything (a key twice, infinity). */
  #sumOf(publicKeys: readonly Uint8Array[]): Uint8Array | undefined {
    const keys = new Set(publicKeys);
    if (keys.size !== publicKeys.length) return undefined;
    try {
      const publicKey = this.#sum === undefined ? undefined : this.#adapt(this.#sum, keys);
      this.#sum = { keys, publicKey: publicKey ?? this.#bls.aggregatePublicKeys(publicKeys) };
      return this.#sum.publicKey;
    } catch {
      return undefined;
    }
  }

  #adapt(sum: Sum, keys: ReadonlySet<Uint8Array>): Uint8Array | undefined {
    const gone = [...sum.keys].filter((key) => !keys.has(key));
    const added = [...keys].filter((key) => !sum.keys.has(key));
    if (gone.length + added.length > MAX_DIFFERENCES || gone.length + added.length > keys.size / 2) return undefined;
    const more = added.length === 0 ? sum.publicKey : this.#bls.aggregatePublicKeys([sum.publicKey, ...added]);
    return gone.length === 0 ? more : this.#bls.subtractPublicKeys(more, gone);
  }
}
