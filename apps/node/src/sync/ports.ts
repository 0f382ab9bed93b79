import type { Block, Commit, Height } from "@session/protocol";
import type { Offence } from "../p2p/errors.ts";
import type { HeadStatus, P2pListener, PeerName, SignedBlock } from "../p2p/ports.ts";

/** The chain as block sync sees it. */
export interface SyncChainPort {
  head(): { readonly height: Height; readonly hash: Uint8Array };
  /**
   * Verifies a block of height head + 1 with its commit against the validators of its height, executes and stores it;
   * resolves once durable. A block that isn't valid throws a `CodedError` whose code doesn't start with `STORE_`; any
   * other error is this node's own trouble. A height consensus has decided meanwhile is no error that counts.
   */
  importBlock(block: Block, commit: Commit): Promise<void>;
}

/** What block sync needs of the network; `P2pNetwork` has it. */
export interface SyncNetwork {
  peers(): readonly { readonly id: PeerName; readonly status: HeadStatus | undefined }[];
  refreshStatus(peer: PeerName, signal?: AbortSignal): Promise<HeadStatus | undefined>;
  /** @throws RequestError */
  requestBlocks(peer: PeerName, from: Height, count: number, signal?: AbortSignal): Promise<SignedBlock[]>;
  penalize(peer: PeerName, reason: Offence, options?: { fatal?: boolean }): void;
  listen(listener: P2pListener): () => void;
}
