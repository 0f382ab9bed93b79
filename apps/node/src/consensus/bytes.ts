import { bytesToHex } from "@noble/hashes/utils.js";

/** Bytes as a map key. */
export const toKey: (bytes: Uint8Array) => string = bytesToHex;

export function isSameBytes(first: Uint8Array, second: Uint8Array): boolean {
  return Buffer.compare(first, second) === 0;
}

/** The zero hash: nil votes, and the claims root of a block that is no checkpoint. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
