import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import { groupByMessage } from "../aggregate.ts";
import type { Bls } from "../bls.ts";
import { type BlsOptions, type CheckedPair, type CheckedSet, createBls } from "../createBls.ts";
import { deriveSecretKey } from "../keys.ts";
import { type Decoded, decodePublicKey, decodeSignature, type G1, type G2 } from "../points.ts";
import { SIGNATURE_DST } from "../suite.ts";

const { longSignatures } = bls12_381;
const { Point: G1Point } = bls12_381.G1;
const { Point: G2Point } = bls12_381.G2;
const { Fp12 } = bls12_381.fields;

// 64 random bits per set, as blst uses: a forged batch passes with probability 2^-64.
const COEFFICIENT_SIZE_BYTES = 8;

type Pairing = { readonly g1: G1; readonly g2: G2 };

function toMessagePoint(message: Uint8Array): G2 {
  return longSignatures.hash(message, SIGNATURE_DST);
}

function pointOf<Point>(decoded: Decoded<Point>): Point | undefined {
  return "point" in decoded ? decoded.point : undefined;
}

function sum<Point extends { add(other: Point): Point; is0(): boolean }>(
  zero: Point,
  points: readonly Point[],
): Point | undefined {
  const total = points.reduce((left, right) => left.add(right), zero);
  return total.is0() ? undefined : total;
}

/** e(g1, signature) = ∏ e(key, H(message)), written as a product that must be 1. */
function isPairingProduct(pairs: readonly Pairing[], signature: G2): boolean {
  const product = bls12_381.pairingBatch([...pairs, { g1: G1Point.BASE.negate(), g2: signature }]);
  return Fp12.eql(product, Fp12.ONE);
}

function verifyProduct(pairs: readonly CheckedPair<G1>[], signature: G2): boolean {
  return isPairingProduct(
    pairs.map(({ publicKey, message }) => ({ g1: publicKey, g2: toMessagePoint(message) })),
    signature,
  );
}

function randomCoefficient(): bigint {
  for (;;) {
    const value = bytesToNumberBE(crypto.getRandomValues(new Uint8Array(COEFFICIENT_SIZE_BYTES)));
    if (value !== 0n) return value;
  }
}

/** ∏ over messages of e(Σ rᵢ·keyᵢ, H(message)) = e(g1, Σ rᵢ·signatureᵢ). */
function verifyRandomised(sets: readonly CheckedSet<G1>[]): boolean {
  const weighted: G2[] = [];
  const pairs: Pairing[] = [];
  for (const { message, items } of groupByMessage(sets)) {
    const keys: G1[] = [];
    for (const { publicKey, signature } of items) {
      const point = pointOf(decodeSignature(signature));
      if (point === undefined) return false;
      const coefficient = randomCoefficient();
      weighted.push(point.multiplyUnsafe(coefficient));
      keys.push(publicKey.multiplyUnsafe(coefficient));
    }
    const key = sum(G1Point.ZERO, keys);
    if (key === undefined) return false;
    pairs.push({ g1: key, g2: toMessagePoint(message) });
  }
  const signature = sum(G2Point.ZERO, weighted);
  return signature !== undefined && isPairingProduct(pairs, signature);
}

/** A BLS with its own cache of checked keys, in plain JavaScript: for browsers and as the second opinion on blst. */
export function createNobleBls(options: BlsOptions = {}): Bls {
  return createBls<G1, G2>(
    {
      backend: "noble",
      deriveSecretKey,
      publicKeyOf: (secretKey) => longSignatures.getPublicKey(secretKey).toBytes(),
      sign: (secretKey, message) => longSignatures.sign(toMessagePoint(message), secretKey).toBytes(),
      readPublicKey: (bytes) => pointOf(decodePublicKey(bytes)),
      readSignature: (bytes) => pointOf(decodeSignature(bytes)),
      sumPublicKeys: (keys) => sum(G1Point.ZERO, keys),
      sumSignatures: (signatures) => sum(G2Point.ZERO, signatures),
      writePublicKey: (key) => key.toBytes(),
      writeSignature: (signature) => signature.toBytes(),
      verifyProduct,
      verifyRandomised,
    },
    options,
  );
}

/** BLS on `@noble/curves`: runs anywhere. */
export const noble: Bls = createNobleBls();
