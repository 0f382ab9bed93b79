import type { PublicKeyBytes, SignatureBytes } from "./bls.ts";
import { BlsError, type PointFault } from "./errors.ts";
import {
  COORDINATE_SIZE_BYTES,
  type Decoded,
  decodeG1Affine,
  decodeG2Affine,
  decodePublicKey,
  decodeSignature,
  type G1,
  type G2,
  readCoordinate,
  writeCoordinate,
} from "./points.ts";

/** x ‖ y of 48 bytes each: how the contract stores a key. */
export const AFFINE_PUBLIC_KEY_SIZE_BYTES = 96;
/** A G1 point of EIP-2537: two field elements of 64 bytes. */
export const EIP2537_PUBLIC_KEY_SIZE_BYTES = 128;
/** A G2 point of EIP-2537: x.c0 ‖ x.c1 ‖ y.c0 ‖ y.c1, 64 bytes each. */
export const EIP2537_SIGNATURE_SIZE_BYTES = 256;

// EIP-2537 writes a field element as 64 bytes big-endian, of which the first 16 must be zero.
const ELEMENT_SIZE_BYTES = 64;
const PADDING_SIZE_BYTES = ELEMENT_SIZE_BYTES - COORDINATE_SIZE_BYTES;

function expectPublicKey(decoded: Decoded<G1>): G1 {
  if ("point" in decoded) return decoded.point;
  throw publicKeyError(decoded.fault);
}

function publicKeyError(fault: PointFault): BlsError {
  return new BlsError({ code: "BLS_INVALID_PUBLIC_KEY", fault }, `Not a BLS12-381 public key: ${fault}.`);
}

function expectSignature(decoded: Decoded<G2>): G2 {
  if ("point" in decoded) return decoded.point;
  throw signatureError(decoded.fault);
}

function signatureError(fault: PointFault): BlsError {
  return new BlsError({ code: "BLS_INVALID_SIGNATURE", fault }, `Not a BLS12-381 signature: ${fault}.`);
}

function isPadded(bytes: Uint8Array): boolean {
  for (let offset = 0; offset < bytes.length; offset += ELEMENT_SIZE_BYTES)
    if (bytes.subarray(offset, offset + PADDING_SIZE_BYTES).some((byte) => byte !== 0)) return false;
  return true;
}

function readElement(bytes: Uint8Array, index: number): bigint | undefined {
  return readCoordinate(bytes, index * ELEMENT_SIZE_BYTES + PADDING_SIZE_BYTES);
}

function writeElements(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(values.length * ELEMENT_SIZE_BYTES);
  for (const [index, value] of values.entries())
    writeCoordinate(bytes, index * ELEMENT_SIZE_BYTES + PADDING_SIZE_BYTES, value);
  return bytes;
}

/**
 * Compressed public key (48 bytes) → x ‖ y (96 bytes), as the contract stores it and `blsKeyHash` hashes it.
 *
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` with the fault
 */
export function toAffinePublicKey(publicKey: PublicKeyBytes): Uint8Array {
  const { x, y } = expectPublicKey(decodePublicKey(publicKey)).toAffine();
  const bytes = new Uint8Array(AFFINE_PUBLIC_KEY_SIZE_BYTES);
  writeCoordinate(bytes, 0, x);
  writeCoordinate(bytes, COORDINATE_SIZE_BYTES, y);
  return bytes;
}

/**
 * x ‖ y (96 bytes) → compressed public key (48 bytes). Coordinates must be below p, the point on the curve, in the
 * subgroup and not infinity.
 *
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` with the fault
 */
export function fromAffinePublicKey(affine: Uint8Array): PublicKeyBytes {
  if (affine.length !== AFFINE_PUBLIC_KEY_SIZE_BYTES) throw publicKeyError("length");
  const decoded = decodeG1Affine(readCoordinate(affine, 0), readCoordinate(affine, COORDINATE_SIZE_BYTES));
  return expectPublicKey(decoded).toBytes();
}

/**
 * Compressed public key (48 bytes) → G1 point of EIP-2537 (128 bytes).
 *
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` with the fault
 */
export function toEip2537PublicKey(publicKey: PublicKeyBytes): Uint8Array {
  const { x, y } = expectPublicKey(decodePublicKey(publicKey)).toAffine();
  return writeElements([x, y]);
}

/**
 * G1 point of EIP-2537 (128 bytes) → compressed public key (48 bytes); padding must be zero, and everything of
 * `fromAffinePublicKey` holds.
 *
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` with the fault
 */
export function fromEip2537PublicKey(bytes: Uint8Array): PublicKeyBytes {
  if (bytes.length !== EIP2537_PUBLIC_KEY_SIZE_BYTES) throw publicKeyError("length");
  if (!isPadded(bytes)) throw publicKeyError("padding");
  return expectPublicKey(decodeG1Affine(readElement(bytes, 0), readElement(bytes, 1))).toBytes();
}

/**
 * Compressed signature (96 bytes, x.c1 first) → G2 point of EIP-2537 (256 bytes, c0 first).
 *
 * @throws {BlsError} `BLS_INVALID_SIGNATURE` with the fault
 */
export function toEip2537Signature(signature: SignatureBytes): Uint8Array {
  const { x, y } = expectSignature(decodeSignature(signature)).toAffine();
  return writeElements([x.c0, x.c1, y.c0, y.c1]);
}

/**
 * G2 point of EIP-2537 (256 bytes, c0 first) → compressed signature (96 bytes, x.c1 first). Strict as
 * `fromEip2537PublicKey`.
 *
 * @throws {BlsError} `BLS_INVALID_SIGNATURE` with the fault
 */
export function fromEip2537Signature(bytes: Uint8Array): SignatureBytes {
  if (bytes.length !== EIP2537_SIGNATURE_SIZE_BYTES) throw signatureError("length");
  if (!isPadded(bytes)) throw signatureError("padding");
  const decoded = decodeG2Affine(
    [readElement(bytes, 0), readElement(bytes, 1)],
    [readElement(bytes, 2), readElement(bytes, 3)],
  );
  return expectSignature(decoded).toBytes();
}
