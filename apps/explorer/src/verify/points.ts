import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";

const { Fp, Fp2, Fp12 } = bls12_381.fields;
const { Point: G1Point } = bls12_381.G1;
const { Point: G2Point } = bls12_381.G2;
export type G1 = InstanceType<typeof G1Point>;
export type G2 = InstanceType<typeof G2Point>;

/** What is wrong with the bytes of a point. */
export type PointFault = "length" | "padding" | "coordinate" | "curve" | "subgroup" | "infinity";
export type Decoded<Point> = { readonly point: Point } | { readonly fault: PointFault };

/** Of the suite with proofs of possession: docs/protocol/signatures.md. */
const DST = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
const COORDINATE_BYTES = 48;
/** EIP-2537 writes a coordinate as 64 bytes, the first 16 zero. */
const ELEMENT_BYTES = 64;

function isOnCurve(assert: () => void): boolean {
  try {
    assert();
    return true;
  } catch {
    return false;
  }
}

/**
 * A key as the contract stores it: x ‖ y of 48 bytes each. On the curve; its subgroup is checked for the sum only, since
 * the contract has taken each key with a proof of possession.
 */
export function decodeKey(bytes: Uint8Array): Decoded<G1> {
  if (bytes.length !== 2 * COORDINATE_BYTES) return { fault: "length" };
  const x = bytesToNumberBE(bytes.subarray(0, COORDINATE_BYTES));
  const y = bytesToNumberBE(bytes.subarray(COORDINATE_BYTES));
  if (x >= Fp.ORDER || y >= Fp.ORDER) return { fault: "coordinate" };
  if (x === 0n && y === 0n) return { fault: "infinity" };
  // y² = x³ + 4
  if (!Fp.eql(Fp.sqr(y), Fp.add(Fp.mul(Fp.sqr(x), x), 4n))) return { fault: "curve" };
  return { point: G1Point.fromAffine({ x, y }) };
}

/** A signature as the contract takes it: x.c0 ‖ x.c1 ‖ y.c0 ‖ y.c1, 64 bytes each. On the curve and in the subgroup. */
export function decodeSignature(bytes: Uint8Array): Decoded<G2> {
  if (bytes.length !== 4 * ELEMENT_BYTES) return { fault: "length" };
  const values: bigint[] = [];
  for (let offset = 0; offset < bytes.length; offset += ELEMENT_BYTES) {
    const start = offset + ELEMENT_BYTES - COORDINATE_BYTES;
    if (bytes.subarray(offset, start).some((byte) => byte !== 0)) return { fault: "padding" };
    values.push(bytesToNumberBE(bytes.subarray(start, offset + ELEMENT_BYTES)));
  }
  const [x0 = 0n, x1 = 0n, y0 = 0n, y1 = 0n] = values;
  if (values.some((value) => value >= Fp.ORDER)) return { fault: "coordinate" };
  if (values.every((value) => value === 0n)) return { fault: "infinity" };
  const [x, y] = [Fp2.fromBigTuple([x0, x1]), Fp2.fromBigTuple([y0, y1])];
  // y² = x³ + 4(1 + i)
  if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), Fp2.fromBigTuple([4n, 4n])))) return { fault: "curve" };
  const point = G2Point.fromAffine({ x, y });
  return isOnCurve(() => point.assertValidity()) ? { point } : { fault: "subgroup" };
}

export function sumKeys(keys: readonly G1[]): G1 {
  return keys.reduce((sum, key) => sum.add(key), G1Point.ZERO);
}

/** x ‖ y, as the contract gives it out; 96 zero bytes for infinity. */
export function encodeKey(key: G1): Uint8Array {
  const bytes = new Uint8Array(2 * COORDINATE_BYTES);
  if (key.is0()) return bytes;
  const { x, y } = key.toAffine();
  bytes.set(Fp.toBytes(x));
  bytes.set(Fp.toBytes(y), COORDINATE_BYTES);
  return bytes;
}

export function isInSubgroup(key: G1): boolean {
  return isOnCurve(() => key.assertValidity());
}

/** e(key, H(message)) = e(g1, signature), as a product that must be 1. */
export function isPairingEqual(key: G1, message: Uint8Array, signature: G2): boolean {
  const hashed = bls12_381.longSignatures.hash(message, DST);
  const product = bls12_381.pairingBatch([
    { g1: key, g2: hashed },
    { g1: G1Point.BASE.negate(), g2: signature },
  ]);
  return Fp12.eql(product, Fp12.ONE);
}
