/**
 * BLS12-381 (min-pk, proof-of-possession scheme) as the pure transition needs it; `@session/bls` backends satisfy it.
 * Keys are 48 B and signatures 96 B, compressed; every method answers false on malformed bytes and never throws.
 */
export interface SignatureVerifier {
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  verifyAggregate(set: { publicKeys: readonly Uint8Array[]; message: Uint8Array; signature: Uint8Array }): boolean;
  isValidPublicKey(publicKey: Uint8Array): boolean;
}
