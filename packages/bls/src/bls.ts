/** Secret scalar: 32 bytes big-endian, 0 < sk < r. */
export type SecretKeyBytes = Uint8Array;
/** Public key: 48 bytes, compressed G1. */
export type PublicKeyBytes = Uint8Array;
/** Signature: 96 bytes, compressed G2 (x.c1 before x.c0). */
export type SignatureBytes = Uint8Array;

/** One signature of one key. */
export type SignatureSet = {
  readonly publicKey: PublicKeyBytes;
  readonly message: Uint8Array;
  readonly signature: SignatureBytes;
};

/** One aggregate of several keys over the same message. */
export type AggregateSet = {
  readonly publicKeys: readonly PublicKeyBytes[];
  readonly message: Uint8Array;
  readonly signature: SignatureBytes;
};

/** What one signer of an aggregate over several messages signed. */
export type SignedMessage = { readonly publicKey: PublicKeyBytes; readonly message: Uint8Array };

/**
 * BLS12-381 signatures with public keys in G1 (min-pk) under the proof-of-possession scheme, suite
 * `BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_` (draft-irtf-cfrg-bls-signature-05).
 *
 * Two implementations answer alike on the same bytes: `@session/bls/blst` (native, Node) and `@session/bls/noble`
 * (anywhere). Nothing can switch validation off: every key and signature is checked for length, flags, x < p, curve,
 * subgroup and infinity before it is used.
 *
 * Aggregates of one message are only as safe as the proofs of possession behind their keys (rogue keys): callers pass
 * keys the contract has accepted.
 */
export interface Bls {
  readonly backend: "blst" | "noble";
  /**
   * Derives a secret key from at least 32 bytes of keying material, without key info: IETF KeyGen, which is also
   * `derive_master_SK` of EIP-2333.
   *
   * @throws {BlsError} `BLS_KEY_MATERIAL_TOO_SHORT`
   */
  deriveSecretKey(ikm: Uint8Array): SecretKeyBytes;
  /** @throws {BlsError} `BLS_INVALID_SECRET_KEY` */
  publicKeyOf(secretKey: SecretKeyBytes): PublicKeyBytes;
  /** @throws {BlsError} `BLS_INVALID_SECRET_KEY` */
  sign(secretKey: SecretKeyBytes, message: Uint8Array): SignatureBytes;
  /** False on anything wrong; bad bytes never throw. */
  verify(publicKey: PublicKeyBytes, message: Uint8Array, signature: SignatureBytes): boolean;
  /**
   * Sum of different public keys.
   *
   * @throws {BlsError} `BLS_EMPTY`, `BLS_INVALID_PUBLIC_KEY`, `BLS_DUPLICATE_PUBLIC_KEY` or `BLS_INFINITY`
   */
  aggregatePublicKeys(keys: readonly PublicKeyBytes[]): PublicKeyBytes;
  /**
   * Sum of signatures. It says nothing about who signed what: verify the sum against the keys.
   *
   * @throws {BlsError} `BLS_EMPTY`, `BLS_INVALID_SIGNATURE` or `BLS_INFINITY`
   */
  aggregateSignatures(signatures: readonly SignatureBytes[]): SignatureBytes;
  /** Did every one of these keys sign this message? False without keys and when a key occurs twice. */
  verifyAggregate(set: AggregateSet): boolean;
  /**
   * Did each key sign its own message? Different keys may have signed the same message; a (key, message) pair that
   * occurs twice makes it false, and so does an empty list or keys of one message that cancel out.
   */
  verifyDistinct(sets: readonly SignedMessage[], signature: SignatureBytes): boolean;
  /**
   * Are all these signatures valid, one by one? Checked together with random coefficients, so that invalid ones can't
   * cancel out (they pass with probability 2^-64). False on an empty list: nothing was verified.
   */
  verifyBatch(sets: readonly SignatureSet[]): boolean;
  /** Indexes of the invalid sets, ascending, found by bisection: cheap when few are bad. */
  findInvalid(sets: readonly SignatureSet[]): number[];
  /**
   * The aggregate without the absent keys, which the caller knows to be part of it.
   *
   * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY`, `BLS_DUPLICATE_PUBLIC_KEY`, or `BLS_INFINITY` when nobody is left
   */
  subtractPublicKeys(aggregate: PublicKeyBytes, absent: readonly PublicKeyBytes[]): PublicKeyBytes;
  /** Canonical compressed bytes of a point on the curve, in the subgroup, not infinity. */
  isValidPublicKey(bytes: Uint8Array): boolean;
}
