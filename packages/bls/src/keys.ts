import { bytesToNumberBE, numberToBytesBE } from "@noble/curves/utils.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { SecretKeyBytes } from "./bls.ts";
import { BlsError } from "./errors.ts";
import { GROUP_ORDER, SECRET_KEY_SIZE_BYTES } from "./points.ts";

/** Least keying material: draft-irtf-cfrg-bls-signature-05, section 2.3. */
export const MIN_KEY_MATERIAL_SIZE_BYTES = 32;

// L = ceil((3 * ceil(log2(r))) / 16), section 2.3.
const EXPANDED_SIZE_BYTES = 48;

/** @throws {BlsError} `BLS_KEY_MATERIAL_TOO_SHORT` */
export function checkKeyMaterial(ikm: Uint8Array): void {
  if (ikm.length >= MIN_KEY_MATERIAL_SIZE_BYTES) return;
  throw new BlsError(
    { code: "BLS_KEY_MATERIAL_TOO_SHORT", sizeBytes: ikm.length },
    `Keying material needs at least ${MIN_KEY_MATERIAL_SIZE_BYTES} bytes, got ${ikm.length}.`,
  );
}

/**
 * KeyGen of draft-irtf-cfrg-bls-signature-05 section 2.3 without key info, which is `derive_master_SK` of EIP-2333.
 *
 * @throws {BlsError} `BLS_KEY_MATERIAL_TOO_SHORT`
 */
export function deriveSecretKey(ikm: Uint8Array): SecretKeyBytes {
  checkKeyMaterial(ikm);
  const info = Uint8Array.of(0, EXPANDED_SIZE_BYTES);
  let salt = utf8ToBytes("BLS-SIG-KEYGEN-SALT-");
  for (;;) {
    salt = sha256(salt);
    const prk = extract(sha256, concatBytes(ikm, Uint8Array.of(0)), salt);
    const secret = bytesToNumberBE(expand(sha256, prk, info, EXPANDED_SIZE_BYTES)) % GROUP_ORDER;
    if (secret !== 0n) return numberToBytesBE(secret, SECRET_KEY_SIZE_BYTES);
  }
}

/**
 * Refuses what isn't a scalar 0 < sk < r in 32 bytes; libraries reduce modulo r instead.
 *
 * @throws {BlsError} `BLS_INVALID_SECRET_KEY`, which names no byte of the key
 */
export function checkSecretKey(secretKey: SecretKeyBytes): void {
  if (secretKey.length === SECRET_KEY_SIZE_BYTES) {
    const scalar = bytesToNumberBE(secretKey);
    if (scalar > 0n && scalar < GROUP_ORDER) return;
  }
  throw new BlsError({ code: "BLS_INVALID_SECRET_KEY" }, "Not a BLS secret key: 32 bytes, 0 < key < group order.");
}
