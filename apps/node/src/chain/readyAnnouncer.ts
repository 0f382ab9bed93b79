import { decodeStrict, type ReadyRecord, ReadyRecordSsz } from "@session/protocol";
import type { Clock, GossipVerdict, Logger } from "../consensus/ports.ts";
import type { NodeSigner } from "../signing/signer.ts";
import type { Chain } from "./chain.ts";
import type { OwnNode } from "./ownNode.ts";
import type { ReadyParent, ReadyPool } from "./readyPool.ts";

export type ReadyTransport = {
  onProof(handler: (record: Uint8Array, from: string) => GossipVerdict): void;
  broadcastProof(record: Uint8Array): void;
};
export type ReadyAnnouncerModules = {
  readonly chain: Chain;
  readonly own: OwnNode;
  readonly signer: NodeSigner;
  readonly ready: ReadyPool;
  readonly transport: ReadyTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A node that hasn't caught up isn't ready. */
  readonly isSynced: () => boolean;
};

/** First byte of a record on the `proofs` topic. */
const READY_RECORD = 1;
/** Highest fork version this software knows. */
const FORK_VERSION = 1;
/** Blocks after which a joining node says again that it is ready, should the first record have been lost. */
const REPEAT_BLOCKS = 3;

/** Tells the network that this joining node runs, until a block has taken the record up; and collects those of others. */
export class ReadyAnnouncer {
  readonly #modules: ReadyAnnouncerModules;
  #announcedAt: number | undefined;

  constructor(modules: ReadyAnnouncerModules) {
    this.#modules = modules;
    modules.transport.onProof((bytes) => this.#take(bytes));
    modules.chain.onCommitted(() => this.announce());
  }

  announce(): void {
    const { own, chain, signer, ready, transport, logger, isSynced } = this.#modules;
    const node = own.state();
    const { height } = chain.state;
    if (node?.status !== "joining" || !isSynced()) return;
    if (this.#announcedAt !== undefined && height < this.#announcedAt + REPEAT_BLOCKS) return;
    // The newest block's parent: whoever doesn't have the newest yet would pass the record over, and not on.
    const recentHeight = height - 1;
    const recentHash = chain.state.hashAt(recentHeight);
    if (recentHeight < node.statusHeight || recentHash === undefined) return;
    this.#announcedAt = height;
    const record = signer.signReady({ node: node.id, recentHeight, recentHash, forkVersion: FORK_VERSION });
    ready.add(record, parentOf(chain));
    transport.broadcastProof(encodeReady(record));
    logger.info({ node: node.id, height }, "said ready");
  }

  #take(bytes: Uint8Array): GossipVerdict {
    const { chain, ready } = this.#modules;
    // [REJECT] protocol/p2p.md#proofs: a record's first byte names its kind.
    if (bytes[0] !== READY_RECORD) return { result: "reject", code: "PROOF_UNKNOWN_KIND" };
    let record: ReadyRecord;
    try {
      record = decodeStrict(ReadyRecordSsz, bytes.subarray(1));
    } catch {
      return { result: "reject", code: "P2P_MESSAGE_MALFORMED" };
    }
    return ready.add(record, parentOf(chain));
  }
}

function parentOf(chain: Chain): ReadyParent {
  return { state: chain.state, hash: chain.head().hash };
}

function encodeReady(record: ReadyRecord): Uint8Array {
  return new Uint8Array([READY_RECORD, ...ReadyRecordSsz.serialize(record)]);
}
