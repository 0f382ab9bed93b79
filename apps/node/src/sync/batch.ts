import { blockHash, equalBytes, type Height } from "@session/protocol";
import type { Offence } from "../p2p/errors.ts";
import type { PeerName, SignedBlock } from "../p2p/ports.ts";

/** Consecutive blocks from one peer. */
export type Batch = { readonly from: Height; readonly peer: PeerName; readonly blocks: readonly SignedBlock[] };

/**
 * What can be said of an answer before its signatures are looked at: the heights asked for, in order, each commit for its
 * block, each block on the one before (protocol/p2p.md#sync).
 */
export function offenceOf(from: Height, blocks: readonly SignedBlock[]): Offence | undefined {
  let parent: Uint8Array | undefined;
  for (const [index, { block, commit }] of blocks.entries()) {
    const height = from + index;
    if (block.header.height !== height || commit.height !== height) return "SYNC_WRONG_HEIGHT";
    const hash = blockHash(block.header);
    if (!equalBytes(commit.blockHash, hash)) return "SYNC_BLOCK_INVALID";
    if (parent !== undefined && !equalBytes(block.header.parentHash, parent)) return "SYNC_BLOCK_INVALID";
    parent = hash;
  }
  return undefined;
}
