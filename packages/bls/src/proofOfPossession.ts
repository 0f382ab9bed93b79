import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Bls, PublicKeyBytes, SecretKeyBytes, SignatureBytes } from "./bls.ts";
import {
  encodeAddress,
  encodeBytes32,
  encodeUint,
  type Hex,
  hashText,
  type SessionDomain,
  typedDigest,
} from "./eip712.ts";
import { toAffinePublicKey } from "./eip2537.ts";
import { BlsError } from "./errors.ts";

const PROOF_OF_POSSESSION_TYPE_HASH = hashText(
  "ProofOfPossession(bytes32 blsKeyHash,address operator,uint256 ed25519Pubkey)",
);

/** What a BLS key vouches for when it registers. */
export type ProofOfPossession = {
  /** 48 bytes compressed. */
  readonly publicKey: PublicKeyBytes;
  /** Operator's address, 20 bytes: nobody else can use the proof. */
  readonly operator: Hex | Uint8Array;
  /** The node's ed25519 key: 32 bytes in its own order, or the same read as a big-endian uint256. */
  readonly ed25519PublicKey: Hex | Uint8Array | bigint;
};

/**
 * keccak256 of x ‖ y (96 bytes): the contract's name for a BLS key.
 *
 * @returns 32 bytes
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY`
 */
export function blsKeyHash(publicKey: PublicKeyBytes): Uint8Array {
  return keccak_256(toAffinePublicKey(publicKey));
}

/**
 * EIP-712 digest a node's BLS key signs to prove that it is its own, bound to operator, ed25519 key, chain and
 * contract.
 *
 * @returns 32 bytes
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` or `BLS_INVALID_FIELD`
 */
export function proofOfPossessionDigest(proof: ProofOfPossession, domain: SessionDomain): Uint8Array {
  const { ed25519PublicKey: ed25519 } = proof;
  return typedDigest(domain, PROOF_OF_POSSESSION_TYPE_HASH, [
    blsKeyHash(proof.publicKey),
    encodeAddress(proof.operator, "operator"),
    typeof ed25519 === "bigint"
      ? encodeUint(ed25519, 256, "ed25519PublicKey")
      : encodeBytes32(ed25519, "ed25519PublicKey"),
  ]);
}

/**
 * Signs the proof of possession of a secret key; the public key follows from it.
 *
 * @example
 * const domain = { chainId: 42161n, verifyingContract };
 * const proof = signProofOfPossession(blst, secretKey, { operator, ed25519PublicKey }, domain);
 *
 * @returns 96 bytes compressed; `toEip2537Signature` makes the contract's form of it
 * @throws {BlsError} `BLS_INVALID_SECRET_KEY` or `BLS_INVALID_FIELD`
 */
export function signProofOfPossession(
  bls: Bls,
  secretKey: SecretKeyBytes,
  claim: Omit<ProofOfPossession, "publicKey">,
  domain: SessionDomain,
): SignatureBytes {
  const publicKey = bls.publicKeyOf(secretKey);
  return bls.sign(secretKey, proofOfPossessionDigest({ ...claim, publicKey }, domain));
}

/** Does the key stand behind the claim? False on anything wrong, malformed keys and fields included. */
export function verifyProofOfPossession(
  bls: Bls,
  proof: ProofOfPossession,
  domain: SessionDomain,
  signature: SignatureBytes,
): boolean {
  if (!bls.isValidPublicKey(proof.publicKey)) return false;
  try {
    return bls.verify(proof.publicKey, proofOfPossessionDigest(proof, domain), signature);
  } catch (error) {
    if (error instanceof BlsError) return false;
    throw error;
  }
}
