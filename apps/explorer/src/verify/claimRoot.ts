import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { BundleClaim } from "./bundle.ts";
import { toBytes, toHex, toWord } from "./bytes.ts";

/** keccak(keccak(abi.encode(kind, subject, value))): docs/protocol/claims.md#tree. */
export function leafHash({ kind, subject, value }: Omit<BundleClaim, "proof">): Uint8Array {
  return keccak_256(keccak_256(concatBytes(toWord(BigInt(kind)), toWord(BigInt(subject)), toWord(BigInt(value)))));
}

/** The root a leaf and its proof lead to: keccak of each pair in ascending order. */
export function claimRoot(claim: BundleClaim): Uint8Array {
  return claim.proof.map(toBytes).reduce((node, other) => {
    const [low, high] = toHex(node) <= toHex(other) ? [node, other] : [other, node];
    return keccak_256(concatBytes(low, high));
  }, leafHash(claim));
}
