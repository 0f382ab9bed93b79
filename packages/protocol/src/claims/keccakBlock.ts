import { keccakP } from "@noble/hashes/sha3.js";

/** Bytes keccak-256 absorbs at once. */
const RATE_BYTES = 136;
const HASH_SIZE = 32;

const lanes = new Uint32Array(50);
const bytes = new Uint8Array(lanes.buffer);
const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * keccak-256 of fewer than 136 bytes: noble's permutation on one scratch state, without an object for each hash. A claims
 * tree of 20,000 leaves takes 60,000 of them.
 */
export function keccakBlock(message: Uint8Array): Uint8Array {
  bytes.fill(0);
  bytes.set(message.subarray(0, RATE_BYTES - 1), 0);
  // Padding 10*1: the first bit after the message and the last of the block.
  bytes[message.length] = (bytes[message.length] ?? 0) ^ 0x01;
  bytes[RATE_BYTES - 1] = (bytes[RATE_BYTES - 1] ?? 0) ^ 0x80;
  swapOnBigEndian();
  keccakP(lanes);
  swapOnBigEndian();
  return bytes.slice(0, HASH_SIZE);
}

function swapOnBigEndian(): void {
  if (isLittleEndian) return;
  for (let i = 0; i < lanes.length; i++) {
    const lane = lanes[i] ?? 0;
    lanes[i] = ((lane & 0xff) << 24) | ((lane & 0xff00) << 8) | ((lane >>> 8) & 0xff00) | (lane >>> 24);
  }
}
