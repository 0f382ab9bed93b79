import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { CheckpointBundle } from "./bundle.ts";
import { toBytes, toWord } from "./bytes.ts";

const CHUNK_BYTES = 32;
const REVEAL_BYTES = 96;

/** A basic value of SSZ as its chunk: little-endian, padded to 32 bytes. */
function chunkOf(value: number | string): Uint8Array {
  return toWord(BigInt(value)).reverse();
}

/** Binary tree of SHA-256 over chunks, padded with zero chunks to a power of two. */
function merkleize(chunks: readonly Uint8Array[]): Uint8Array {
  let row = [...chunks];
  while (Math.log2(row.length) % 1 !== 0) row.push(new Uint8Array(CHUNK_BYTES));
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, i) =>
      sha256(concatBytes(row[2 * i] ?? new Uint8Array(CHUNK_BYTES), row[2 * i + 1] ?? new Uint8Array(CHUNK_BYTES))),
    );
  return row[0] ?? new Uint8Array(CHUNK_BYTES);
}

/**
 * SSZ root of a block header, which is the block's hash; written out here so that a reader can follow it without an SSZ
 * library. Source: packages/protocol/src/types/block.ts (BlockHeaderSsz), docs/protocol/blocks.md#header.
 *
 * @returns undefined where a field has another length than its type
 */
export function headerRoot(header: CheckpointBundle["header"]): Uint8Array | undefined {
  const reveal = toBytes(header.reveal);
  if (reveal.length !== REVEAL_BYTES) return undefined;
  const revealChunks = [0, 1, 2].map((i) => reveal.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
  return merkleize([
    chunkOf(header.version),
    toBytes(header.genesisHash),
    chunkOf(header.height),
    chunkOf(header.time),
    toBytes(header.parentHash),
    chunkOf(header.proposer),
    chunkOf(header.round),
    merkleize(revealChunks),
    chunkOf(header.l2Number),
    toBytes(header.l2Hash),
    chunkOf(header.rewardRate),
    chunkOf(header.poolReleased),
    toBytes(header.bodyRoot),
    toBytes(header.stateRoot),
    toBytes(header.claimsRoot),
  ]);
}
