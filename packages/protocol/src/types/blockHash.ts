import { type BlockHeader, BlockHeaderSsz } from "./block.ts";

/** A block's hash is the root of its header, which binds body and state by their roots. */
export function blockHash(header: BlockHeader): Uint8Array {
  return BlockHeaderSsz.hashTreeRoot(header);
}
