import {
  type ChainState,
  checkReady,
  MAX_READY,
  type NodeId,
  type ReadyRecord,
  type SignatureVerifier,
} from "@session/protocol";
import type { GossipVerdict } from "../consensus/ports.ts";

/** The newest final block a record is judged on. */
export type ReadyParent = { readonly state: ChainState; readonly hash: Uint8Array };

/** Ready records of joining nodes heard and not yet in a block; at most one a node. */
export class ReadyPool {
  readonly #records = new Map<NodeId, ReadyRecord>();
  readonly #context: { readonly genesisHash: Uint8Array; readonly bls: SignatureVerifier };

  constructor(genesisHash: Uint8Array, bls: SignatureVerifier) {
    this.#context = { genesisHash, bls };
  }

  add(record: ReadyRecord, { state, hash }: ReadyParent): GossipVerdict {
    const known = this.#records.get(record.node);
    if (known !== undefined && known.recentHeight >= record.recentHeight) return { result: "ignore" };
    const fault = checkReady(state, hash, record, this.#context);
    // [REJECT] protocol/registration.md#ready-5: a record is signed by the node's own BLS key.
    if (fault === "READY_SIGNATURE") return { result: "reject", code: "READY_BAD_SIGNATURE" };
    // A node this chain doesn't know yet, a block it hasn't seen: the sender may be ahead or behind, not malicious.
    if (fault !== undefined) return { result: "ignore" };
    this.#records.set(record.node, record);
    return { result: "accept" };
  }

  /** Records the block on top of `parent` can carry, by ascending id. One that no longer fits would spoil the block. */
  pending({ state, hash }: ReadyParent): ReadyRecord[] {
    for (const [id, record] of this.#records)
      if (checkReady(state, hash, record, this.#context, { skipSignatures: true }) !== undefined)
        this.#records.delete(id);
    return [...this.#records.values()].sort((a, b) => a.node - b.node).slice(0, MAX_READY);
  }
}
