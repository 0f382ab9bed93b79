import type { CheckpointFields } from "@session/bls";
import { encodeNonSigners, type Height, type NodeId, quorum } from "@session/protocol";
import type { ConsensusCrypto, Logger, Voter } from "../consensus/ports.ts";
import type { AttestationBook } from "./attestationBook.ts";
import type { Checkpoint } from "./checkpoint.ts";

/** A checkpoint with the signatures of at least ⌊2n/3⌋ + 1 of the contract's n nodes, as `submitCheckpoint` takes it. */
export type Certificate = {
  readonly checkpoint: CheckpointFields;
  readonly signers: readonly NodeId[];
  readonly absent: readonly NodeId[];
  /** 96 B, compressed; `toEip2537Signature` makes it the contract's. */
  readonly signature: Uint8Array;
  /** Packed `(uint16 word, uint256 bits)` of the absent nodes. */
  readonly nonSigners: Uint8Array;
};

type Single = { readonly id: NodeId; readonly publicKey: Uint8Array; readonly signature: Uint8Array };
type Cached = { readonly key: string; readonly certificate: Certificate };

/** Makes certificates out of single attestations for whatever set the contract has now. */
export class Certificates {
  readonly #modules: { readonly book: AttestationBook; readonly crypto: ConsensusCrypto; readonly logger: Logger };
  /** The last certificate per checkpoint: requests are anybody's, pairings are dear. */
  readonly #cache = new Map<Height, Cached>();
  readonly #running = new Map<string, Promise<Certificate | undefined>>();

  constructor(modules: {
    readonly book: AttestationBook;
    readonly crypto: ConsensusCrypto;
    readonly logger: Logger;
  }) {
    this.#modules = modules;
  }

  /**
   * Leavers are left out, later joiners are in once they have attested. Undefined: fewer than a quorum of the set.
   *
   * @param contractSet - the contract's nodes, strictly ascending by id
   */
  certificate(height: Height, contractSet: readonly Voter[]): Promise<Certificate | undefined> {
    const checkpoint = this.#modules.book.checkpoint(height);
    const singles = this.#singles(height, contractSet);
    if (checkpoint === undefined || singles.length < quorum(contractSet.length) || contractSet.length === 0)
      return Promise.resolve(undefined);
    const key = `${height}/${contractSet.map(({ id }) => id)}/${singles.map(({ id }) => id)}`;
    const cached = this.#cache.get(height);
    if (cached?.key === key) return Promise.resolve(cached.certificate);
    const running = this.#running.get(key) ?? this.#make(checkpoint, contractSet, key);
    this.#running.set(key, running);
    return running;
  }

  forgetBelow(height: Height): void {
    for (const old of this.#cache.keys()) if (old < height) this.#cache.delete(old);
  }

  async #make(checkpoint: Checkpoint, contractSet: readonly Voter[], key: string): Promise<Certificate | undefined> {
    try {
      const certificate = await this.#aggregate(checkpoint, contractSet);
      if (certificate !== undefined) this.#cache.set(checkpoint.height, { key, certificate });
      return certificate;
    } finally {
      this.#running.delete(key);
    }
  }

  /** Aggregate first, verify once, bisect only on failure (appchain.md, Checkpoints and claims). */
  async #aggregate(checkpoint: Checkpoint, contractSet: readonly Voter[]): Promise<Certificate | undefined> {
    const { book, crypto, logger } = this.#modules;
    const { height, digest: message } = checkpoint;
    const singles = this.#singles(height, contractSet);
    if (singles.length < quorum(contractSet.length)) return undefined;
    const publicKeys = singles.map(({ publicKey }) => publicKey);
    const signature = trySum(singles, crypto);
    if (signature !== undefined && (await crypto.verifyAggregate({ publicKeys, message, signature })))
      return toCertificate(checkpoint, contractSet, { singles, signature });
    const invalid = await crypto.findInvalid(singles.map((single) => ({ ...single, message })));
    for (const index of invalid) book.remove(height, singles[index]?.id ?? 0);
    logger.error({ height, invalid: invalid.length }, "kept attestations were invalid and are dropped");
    // Each alone is valid, all together aren't: nothing would change by trying again.
    return invalid.length === 0 ? undefined : this.#aggregate(checkpoint, contractSet);
  }

  #singles(height: Height, contractSet: readonly Voter[]): Single[] {
    return contractSet.flatMap(({ id, blsKey: publicKey }) => {
      const signature = this.#modules.book.signature(height, id);
      return signature === undefined ? [] : [{ id, publicKey, signature }];
    });
  }
}

/** Bytes that are no signature can't be summed: bisection will name them. */
function trySum(singles: readonly Single[], crypto: ConsensusCrypto): Uint8Array | undefined {
  try {
    return crypto.aggregateSignatures(singles.map(({ signature }) => signature));
  } catch {
    return undefined;
  }
}

function toCertificate(
  { fields }: Checkpoint,
  contractSet: readonly Voter[],
  { singles, signature }: { readonly singles: readonly Single[]; readonly signature: Uint8Array },
): Certificate {
  const signers = singles.map(({ id }) => id);
  const signed = new Set(signers);
  const ids = contractSet.map(({ id }) => id);
  const absent = ids.filter((id) => !signed.has(id));
  return { checkpoint: fields, signers, absent, signature, nonSigners: encodeNonSigners(ids, signers) };
}
