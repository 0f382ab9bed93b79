import {
  type ChainState,
  MAX_READY,
  type NodeId,
  type ReadyRecord,
  readySigningRoot,
  type SignatureVerifier,
} from "@session/protocol";
import type { GossipVerdict } from "../consensus/ports.ts";

/** Ready records of joining nodes heard and not yet in a block; at most one a node. */
export class ReadyPool {
  readonly #records = new Map<NodeId, ReadyRecord>();
  readonly #genesisHash: Uint8Array;
  readonly #bls: SignatureVerifier;

  constructor(genesisHash: Uint8Array, bls: SignatureVerifier) {
    this.#genesisHash = genesisHash;
    this.#bls = bls;
  }

  add(record: ReadyRecord, state: ChainState): GossipVerdict {
    const node = state.node(record.node);
    // A node this chain doesn't know yet, or no longer joining: the sender may be ahead or behind, not malicious.
    if (node?.status !== "joining") return { result: "ignore" };
    if (record.recentHeight > state.height) return { result: "ignore" };
    const known = this.#records.get(record.node);
    if (known !== undefined && known.recentHeight >= record.recentHeight) return { result: "ignore" };
    // [REJECT] protocol/blocks.md#ready: a record is signed by the node's own BLS key.
    if (!this.#bls.verify(node.blsKey, readySigningRoot(this.#genesisHash, record), record.signature))
      return { result: "reject", code: "READY_BAD_SIGNATURE" };
    this.#records.set(record.node, record);
    return { result: "accept" };
  }

  /** Records a block on top of `state` can carry, by ascending id. */
  pending(state: ChainState): ReadyRecord[] {
    for (const id of this.#records.keys()) if (state.node(id)?.status !== "joining") this.#records.delete(id);
    return [...this.#records.values()].sort((a, b) => a.node - b.node).slice(0, MAX_READY);
  }
}
