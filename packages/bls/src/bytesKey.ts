import { bytesToHex } from "@noble/hashes/utils.js";

// Far below any engine's limit on arguments.
const MAX_ARGUMENTS = 1024;

/**
 * A string that two byte arrays share exactly when they are equal, as key of maps and sets. Several times cheaper than
 * hex, which counts with thousands of keys an aggregate.
 */
export function bytesKey(bytes: Uint8Array): string {
  // Longer than any short key, so hex digits can't be taken for one.
  return bytes.length <= MAX_ARGUMENTS ? Reflect.apply(String.fromCharCode, null, bytes) : bytesToHex(bytes);
}
