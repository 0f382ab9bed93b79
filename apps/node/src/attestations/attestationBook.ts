import { BitArray } from "@chainsafe/ssz";
import { type Height, type NodeId, type Vote, VoteType } from "@session/protocol";
import type { VoteHave, Voter } from "../consensus/ports.ts";
import type { Checkpoint } from "./checkpoint.ts";

/** Checkpoints whose attestations are kept singly, so that a certificate can be made for any later set. */
export const KEPT_CHECKPOINTS = 3;

type Entry = { readonly checkpoint: Checkpoint; readonly signatures: Map<NodeId, Uint8Array> };

/** Verified attestations of the last three checkpoints, one signature per node. */
export class AttestationBook {
  readonly #entries = new Map<Height, Entry>();

  /** Takes up a new checkpoint; returns the height below which everything was dropped. */
  open(checkpoint: Checkpoint): Height {
    if (!this.#entries.has(checkpoint.height))
      this.#entries.set(checkpoint.height, { checkpoint, signatures: new Map() });
    const kept = [...this.#entries.keys()].sort((a, b) => b - a).slice(0, KEPT_CHECKPOINTS);
    const lowest = Math.min(...kept);
    for (const height of this.#entries.keys()) if (height < lowest) this.#entries.delete(height);
    return lowest;
  }

  get newest(): Checkpoint | undefined {
    const height = Math.max(0, ...this.#entries.keys());
    return this.#entries.get(height)?.checkpoint;
  }

  checkpoint(height: Height): Checkpoint | undefined {
    return this.#entries.get(height)?.checkpoint;
  }

  has(height: Height, node: NodeId): boolean {
    return this.#entries.get(height)?.signatures.has(node) ?? false;
  }

  count(height: Height): number {
    return this.#entries.get(height)?.signatures.size ?? 0;
  }

  /** False if the node's attestation is known, or the checkpoint isn't kept. */
  add({ height, node, signature }: Pick<Vote, "height" | "node" | "signature">): boolean {
    const entry = this.#entries.get(height);
    if (entry === undefined || entry.signatures.has(node)) return false;
    entry.signatures.set(node, signature);
    return true;
  }

  remove(height: Height, node: NodeId): void {
    this.#entries.get(height)?.signatures.delete(node);
  }

  signature(height: Height, node: NodeId): Uint8Array | undefined {
    return this.#entries.get(height)?.signatures.get(node);
  }

  /** Attestations a peer lacks; `have` names them by their place in `attesters`. */
  missing(height: Height, attesters: readonly Voter[], have: readonly VoteHave[]): Vote[] {
    const entry = this.#entries.get(height);
    if (entry === undefined) return [];
    const bits = have.find(({ type }) => type === VoteType.attest)?.bits ?? new Uint8Array(0);
    const value = entry.checkpoint.digest;
    return attesters.flatMap(({ id: node }, index) => {
      const signature = entry.signatures.get(node);
      const isKnown = (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
      return signature === undefined || isKnown
        ? []
        : [{ height, round: 0, type: VoteType.attest, value, node, signature }];
    });
  }

  /** What this node has of a checkpoint, for a request. */
  have(height: Height, attesters: readonly Voter[]): VoteHave[] {
    const entry = this.#entries.get(height);
    if (entry === undefined) return [];
    const bits = BitArray.fromBoolArray(attesters.map(({ id }) => entry.signatures.has(id)));
    return [{ type: VoteType.attest, value: entry.checkpoint.digest, bits: bits.uint8Array }];
  }
}
