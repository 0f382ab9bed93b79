import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import type { PointFault } from "./errors.ts";

const { Fp, Fp2, Fr } = bls12_381.fields;
const { Point: G1Point } = bls12_381.G1;
const { Point: G2Point } = bls12_381.G2;

export type G1 = InstanceType<typeof G1Point>;
export type G2 = InstanceType<typeof G2Point>;
type Fp2Element = ReturnType<typeof Fp2.create>;

/** Bytes of one coordinate in the base field. */
export const COORDINATE_SIZE_BYTES = 48;
export const PUBLIC_KEY_SIZE_BYTES = 48;
export const SIGNATURE_SIZE_BYTES = 96;
export const SECRET_KEY_SIZE_BYTES = 32;

/** Order r of the groups. */
export const GROUP_ORDER: bigint = Fr.ORDER;

/** A point on the curve, in the subgroup, not infinity; or the first thing wrong with the bytes. */
export type Decoded<Point> = { readonly point: Point } | { readonly fault: PointFault };

// Flag bits of the first byte: draft-irtf-cfrg-pairing-friendly-curves-11, appendix C (the "ZCash" encoding).
const COMPRESSED = 0x80;
const INFINITY = 0x40;
const SIGN = 0x20;
const FLAGS = COMPRESSED | INFINITY | SIGN;
const HALF = (Fp.ORDER - 1n) / 2n;

// y² = x³ + 4 in G1 and y² = x³ + 4(1 + i) in G2.
const G1_B = 4n;
const G2_B: Fp2Element = Fp2.fromBigTuple([4n, 4n]);

/** Reads one base-field coordinate; undefined when it isn't below p. */
export function readCoordinate(bytes: Uint8Array, offset: number): bigint | undefined {
  const value = bytesToNumberBE(bytes.subarray(offset, offset + COORDINATE_SIZE_BYTES));
  return value < Fp.ORDER ? value : undefined;
}

/** Writes one base-field coordinate as 48 bytes big-endian. */
export function writeCoordinate(target: Uint8Array, offset: number, value: bigint): void {
  target.set(Fp.toBytes(value), offset);
}

/** Flag bits of a compressed point: what is wrong with them, if anything. */
function flagFault(bytes: Uint8Array): PointFault | undefined {
  const first = bytes[0] ?? 0;
  if ((first & COMPRESSED) === 0) return "flags";
  if ((first & INFINITY) === 0) return undefined;
  const restIsZero = first === (COMPRESSED | INFINITY) && bytes.subarray(1).every((byte) => byte === 0);
  return restIsZero ? "infinity" : "flags";
}

function withoutFlags(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[0] = (copy[0] ?? 0) & ~FLAGS;
  return copy;
}

function hasSign(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & SIGN) !== 0;
}

function checkSubgroup<Point extends G1 | G2>(point: Point): Decoded<Point> {
  try {
    // Also marks the point as checked, so that pairings needn't check it again.
    point.assertValidity();
    return { point };
  } catch {
    return { fault: "subgroup" };
  }
}

/** Square root, or undefined for a non-square. */
function trySqrt<Element>(field: { sqrt(value: Element): Element }, value: Element): Element | undefined {
  try {
    return field.sqrt(value);
  } catch {
    return undefined;
  }
}

/** The larger of y and −y, as the sign bit has it. */
function isLargerG2(y: Fp2Element): boolean {
  return y.c1 === 0n ? y.c0 > HALF : y.c1 > HALF;
}

/** Affine coordinates of a G1 point → point. (0, 0) is infinity in EIP-2537. */
export function decodeG1Affine(x: bigint | undefined, y: bigint | undefined): Decoded<G1> {
  if (x === undefined || y === undefined) return { fault: "coordinate" };
  if (x === 0n && y === 0n) return { fault: "infinity" };
  if (!Fp.eql(Fp.sqr(y), Fp.add(Fp.mul(Fp.sqr(x), x), G1_B))) return { fault: "curve" };
  return checkSubgroup(G1Point.fromAffine({ x, y }));
}

type MaybeFp2 = readonly [c0: bigint | undefined, c1: bigint | undefined];

function toFp2([c0, c1]: MaybeFp2): Fp2Element | undefined {
  return c0 === undefined || c1 === undefined ? undefined : Fp2.fromBigTuple([c0, c1]);
}

/** Affine coordinates of a G2 point, each as (c0, c1) → point. */
export function decodeG2Affine(xParts: MaybeFp2, yParts: MaybeFp2): Decoded<G2> {
  const x = toFp2(xParts);
  const y = toFp2(yParts);
  if (x === undefined || y === undefined) return { fault: "coordinate" };
  if (Fp2.is0(x) && Fp2.is0(y)) return { fault: "infinity" };
  if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2_B))) return { fault: "curve" };
  return checkSubgroup(G2Point.fromAffine({ x, y }));
}

/** 48 compressed bytes → point of G1. */
export function decodePublicKey(bytes: Uint8Array): Decoded<G1> {
  if (bytes.length !== PUBLIC_KEY_SIZE_BYTES) return { fault: "length" };
  const fault = flagFault(bytes);
  if (fault !== undefined) return { fault };
  const x = readCoordinate(withoutFlags(bytes), 0);
  if (x === undefined) return { fault: "coordinate" };
  const y = trySqrt(Fp, Fp.add(Fp.mul(Fp.sqr(x), x), G1_B));
  if (y === undefined) return { fault: "curve" };
  return checkSubgroup(G1Point.fromAffine({ x, y: y > HALF === hasSign(bytes) ? y : Fp.neg(y) }));
}

/** 96 compressed bytes, x.c1 before x.c0 → point of G2. */
export function decodeSignature(bytes: Uint8Array): Decoded<G2> {
  if (bytes.length !== SIGNATURE_SIZE_BYTES) return { fault: "length" };
  const fault = flagFault(bytes);
  if (fault !== undefined) return { fault };
  const plain = withoutFlags(bytes);
  const x = toFp2([readCoordinate(plain, COORDINATE_SIZE_BYTES), readCoordinate(plain, 0)]);
  if (x === undefined) return { fault: "coordinate" };
  const y = trySqrt(Fp2, Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2_B));
  if (y === undefined) return { fault: "curve" };
  return checkSubgroup(G2Point.fromAffine({ x, y: isLargerG2(y) === hasSign(bytes) ? y : Fp2.neg(y) }));
}

/** The compressed encoding of −P: only the sign differs, since y is never 0 in a group of odd order. */
export function negateCompressed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[0] = (copy[0] ?? 0) ^ SIGN;
  return copy;
}

/** Cheap look at length and flags, before a backend that also reads uncompressed points gets the bytes. */
export function isCompressedShape(bytes: Uint8Array, sizeBytes: number): boolean {
  return bytes.length === sizeBytes && ((bytes[0] ?? 0) & (COMPRESSED | INFINITY)) === COMPRESSED;
}
