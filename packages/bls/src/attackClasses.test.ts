// The attack classes on BLS aggregation that have been found in other systems, each by its name (must-not-repeat, 2).
// Many absentees and a precompile that eats all gas concern the contract alone.

import * as native from "@chainsafe/blst";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { describe, expect, test } from "vitest";
import {
  coordinate,
  FIELD_MODULUS,
  flipBits,
  fromHex,
  hexOf,
  INFINITY_PUBLIC_KEY,
  INFINITY_SIGNATURE,
  PUBLIC_KEY_OUTSIDE_SUBGROUP,
} from "../test/fixtures.ts";
import { blst } from "./backends/blst.ts";
import { noble } from "./backends/noble.ts";
import type { Bls } from "./bls.ts";
import { checkpointDigest } from "./checkpoint.ts";
import type { SessionDomain } from "./eip712.ts";
import { BlsError } from "./errors.ts";
import { negateCompressed } from "./points.ts";
import { proofOfPossessionDigest, signProofOfPossession, verifyProofOfPossession } from "./proofOfPossession.ts";

const message = new Uint8Array(32).fill(1);
const secretKey = blst.deriveSecretKey(new Uint8Array(32).fill(1));
const otherSecretKey = blst.deriveSecretKey(new Uint8Array(32).fill(2));
const key = blst.publicKeyOf(secretKey);
const otherKey = blst.publicKeyOf(otherSecretKey);
const signature = blst.sign(secretKey, message);
const otherSignature = blst.sign(otherSecretKey, message);
const domain: SessionDomain = { chainId: 42161n, verifyingContract: `0x${"11".repeat(20)}` };
const claim = { operator: `0x${"22".repeat(20)}`, ed25519PublicKey: new Uint8Array(32).fill(3) } as const;

/** A point of G2 on the curve whose x is a small number, which is in the subgroup with probability 2^-381. */
const SIGNATURE_OUTSIDE_SUBGROUP = firstOnCurveG2();

function firstOnCurveG2(): Uint8Array {
  for (let x = 1; ; x++) {
    const bytes = flipBits(new Uint8Array(96), 0, 0x80);
    bytes[95] = x;
    try {
      native.Signature.fromBytes(bytes, false);
      return bytes;
    } catch {
      // No such point; the next x.
    }
  }
}

/** Every function that takes a public key refuses this one. */
function expectKeyRefused(bls: Bls, bad: Uint8Array): void {
  expect(bls.isValidPublicKey(bad)).toBe(false);
  for (const proof of [signature, INFINITY_SIGNATURE]) {
    expect(bls.verify(bad, message, proof)).toBe(false);
    expect(bls.verifyAggregate({ publicKeys: [key, bad], message, signature: proof })).toBe(false);
    expect(bls.verifyDistinct([{ publicKey: bad, message }], proof)).toBe(false);
    const set = { publicKey: bad, message, signature: proof };
    const good = { publicKey: key, message, signature };
    expect(bls.verifyBatch([good, set])).toBe(false);
    expect(bls.findInvalid([good, set])).toEqual([1]);
  }
  const refusal = expect.objectContaining({ code: "BLS_INVALID_PUBLIC_KEY" });
  expect(() => bls.aggregatePublicKeys([key, bad])).toThrow(refusal);
  expect(() => bls.subtractPublicKeys(key, [bad])).toThrow(refusal);
  expect(() => bls.subtractPublicKeys(bad, [key])).toThrow(refusal);
  expect(verifyProofOfPossession(bls, { ...claim, publicKey: bad }, domain, signature)).toBe(false);
}

function keyFault(bls: Bls, bad: Uint8Array): string | undefined {
  try {
    bls.aggregatePublicKeys([bad]);
    return undefined;
  } catch (error) {
    return error instanceof BlsError && error.detail.code === "BLS_INVALID_PUBLIC_KEY" ? error.detail.fault : "other";
  }
}

/** Every function that takes a signature refuses this one. */
function expectSignatureRefused(bls: Bls, bad: Uint8Array): void {
  expect(bls.verify(key, message, bad)).toBe(false);
  expect(bls.verifyAggregate({ publicKeys: [key], message, signature: bad })).toBe(false);
  expect(bls.verifyDistinct([{ publicKey: key, message }], bad)).toBe(false);
  const other = { publicKey: key, message: new Uint8Array(1), signature: blst.sign(secretKey, new Uint8Array(1)) };
  for (const good of [{ publicKey: otherKey, message, signature: otherSignature }, other]) {
    expect(bls.verifyBatch([good, { publicKey: key, message, signature: bad }])).toBe(false);
    expect(bls.findInvalid([good, { publicKey: key, message, signature: bad }])).toEqual([1]);
  }
  expect(() => bls.aggregateSignatures([signature, bad])).toThrow(
    expect.objectContaining({ code: "BLS_INVALID_SIGNATURE" }),
  );
}

describe.each([blst, noble])("$backend", (bls) => {
  test("infinity: as key, as signature, and both together, which any pairing would accept", () => {
    expectKeyRefused(bls, INFINITY_PUBLIC_KEY);
    expectSignatureRefused(bls, INFINITY_SIGNATURE);
    expect(bls.verify(INFINITY_PUBLIC_KEY, message, INFINITY_SIGNATURE)).toBe(false);
    // Keys that cancel out: P and −P, both with a valid proof of possession of somebody who knows one secret.
    const publicKeys = [key, negateCompressed(key)];
    expect(bls.verifyAggregate({ publicKeys, message, signature: INFINITY_SIGNATURE })).toBe(false);
    expect(bls.verifyAggregate({ publicKeys, message, signature })).toBe(false);
    const sets = [...publicKeys, otherKey].map((publicKey) => ({
      publicKey,
      message: publicKey === otherKey ? new Uint8Array(2) : message,
    }));
    expect(bls.verifyDistinct(sets, blst.sign(otherSecretKey, new Uint8Array(2)))).toBe(false);
  });

  test("points outside the subgroup, though on the curve", () => {
    // The library takes both without validation, which is why nothing here may leave it out.
    expect(() => native.PublicKey.fromBytes(PUBLIC_KEY_OUTSIDE_SUBGROUP, false)).not.toThrow();
    expect(() => native.PublicKey.fromBytes(PUBLIC_KEY_OUTSIDE_SUBGROUP, true)).toThrow();
    expect(() => native.Signature.fromBytes(SIGNATURE_OUTSIDE_SUBGROUP, true)).toThrow();
    expectKeyRefused(bls, PUBLIC_KEY_OUTSIDE_SUBGROUP);
    expectSignatureRefused(bls, SIGNATURE_OUTSIDE_SUBGROUP);
  });

  test("a key shifted by a point of small order, invisible to some pairings", () => {
    const { Point } = bls12_381.G1;
    const shifted = Point.fromBytes(key).add(Point.fromAffine({ x: 0n, y: 2n }));
    const { x, y } = shifted.toAffine();
    const compressed = flipBits(coordinate(x), 0, y > FIELD_MODULUS / 2n ? 0xa0 : 0x80);
    expect(() => native.PublicKey.fromBytes(compressed, false)).not.toThrow();
    expectKeyRefused(bls, compressed);
  });

  test("non-canonical x: p added to it, where it fits", () => {
    for (const x of [FIELD_MODULUS, FIELD_MODULUS + 4n, 2n ** 381n - 1n])
      expect(keyFault(bls, flipBits(coordinate(x), 0, 0x80))).toBe("coordinate");
    for (const multiple of [1n, 2n, 3n, 4n]) {
      const x = BigInt(`0x${hexOf(flipBits(key, 0, (key[0] ?? 0) & 0xe0))}`) + multiple * FIELD_MODULUS;
      if (x < 2n ** 381n) expectKeyRefused(bls, flipBits(coordinate(x), 0, (key[0] ?? 0) & 0xe0));
    }
    const c0 = BigInt(`0x${hexOf(signature.subarray(48))}`);
    const shifted = Uint8Array.from(signature);
    shifted.set(coordinate(c0 + FIELD_MODULUS), 48);
    expectSignatureRefused(bls, shifted);
  });

  test("x not on the curve", () => {
    expectKeyRefused(bls, flipBits(coordinate(1n), 0, 0x80));
    // x³ + 4 is a square for 0 (blst refuses that x by itself) and 4 alone.
    const faults = [0n, 1n, 2n, 3n, 4n].map((x) => keyFault(bls, flipBits(coordinate(x), 0, 0x80)));
    expect(faults).toEqual(["subgroup", "curve", "curve", "curve", "subgroup"]);
  });

  test("wrong Fp2 order: c0 before c1", () => {
    const flags = (signature[0] ?? 0) & 0xe0;
    const plain = flipBits(signature, 0, flags);
    const swapped = new Uint8Array([...plain.subarray(48), ...plain.subarray(0, 48)]);
    expectSignatureRefused(bls, flipBits(swapped, 0, 0x80));
    expectSignatureRefused(bls, flipBits(swapped, 0, 0xa0));
  });

  test("flags: uncompressed, infinity with a rest, sign flipped", () => {
    for (const bits of [0x80, 0x40, 0xc0, 0x60, 0xe0]) {
      expectKeyRefused(bls, flipBits(key, 0, bits));
      expectSignatureRefused(bls, flipBits(signature, 0, bits));
    }
    for (const first of [0xe0, 0x40, 0x60]) {
      expectKeyRefused(bls, flipBits(new Uint8Array(48), 0, first));
      expectSignatureRefused(bls, flipBits(new Uint8Array(96), 0, first));
    }
    expectKeyRefused(bls, flipBits(INFINITY_PUBLIC_KEY, 47, 1));
    expectSignatureRefused(bls, flipBits(INFINITY_SIGNATURE, 95, 1));
    expect(bls.verify(negateCompressed(key), message, signature)).toBe(false);
    expect(bls.verify(key, message, negateCompressed(signature))).toBe(false);
  });

  test("lengths: none, one byte less or more, uncompressed forms", () => {
    const uncompressedKey = native.PublicKey.fromBytes(key, true).toBytes(false);
    const uncompressedSignature = native.Signature.fromBytes(signature, true).toBytes(false);
    expect([uncompressedKey.length, uncompressedSignature.length]).toEqual([96, 192]);
    const longer = (bytes: Uint8Array) => new Uint8Array([...bytes, 0]);
    for (const bad of [new Uint8Array(0), key.subarray(1), key.subarray(0, 47), longer(key), uncompressedKey])
      expectKeyRefused(bls, bad);
    for (const bad of [new Uint8Array(0), signature.subarray(1), longer(signature), uncompressedSignature])
      expectSignatureRefused(bls, bad);
  });

  test("rogue key: K = X − P needs a proof of possession its maker can't have", () => {
    const rogue = bls.subtractPublicKeys(otherKey, [key]);
    // Without proofs the attack works: one signer passes for two.
    expect(bls.verifyAggregate({ publicKeys: [key, rogue], message, signature: otherSignature })).toBe(true);
    for (const secret of [secretKey, otherSecretKey]) {
      const digest = proofOfPossessionDigest({ ...claim, publicKey: rogue }, domain);
      expect(verifyProofOfPossession(bls, { ...claim, publicKey: rogue }, domain, bls.sign(secret, digest))).toBe(
        false,
      );
    }
  });

  test("same signer twice", () => {
    const twice = bls.aggregateSignatures([signature, signature]);
    expect(bls.verifyAggregate({ publicKeys: [key, key], message, signature: twice })).toBe(false);
    expect(
      bls.verifyDistinct(
        [
          { publicKey: key, message },
          { publicKey: key, message },
        ],
        twice,
      ),
    ).toBe(false);
    const three = bls.aggregateSignatures([signature, signature, otherSignature]);
    expect(bls.verifyAggregate({ publicKeys: [key, otherKey], message, signature: three })).toBe(false);
    expect(() => bls.aggregatePublicKeys([key, otherKey, key])).toThrow(
      expect.objectContaining({ code: "BLS_DUPLICATE_PUBLIC_KEY" }),
    );
  });

  test("forged signatures that cancel out pass as a sum, not in a batch", () => {
    const { Point } = bls12_381.G2;
    const delta = Point.BASE;
    const forged = [
      { publicKey: key, message, signature: Point.fromBytes(signature).add(delta).toBytes() },
      { publicKey: otherKey, message, signature: Point.fromBytes(otherSignature).subtract(delta).toBytes() },
    ];
    const sum = bls.aggregateSignatures(forged.map((set) => set.signature));
    expect(bls.verifyAggregate({ publicKeys: [key, otherKey], message, signature: sum })).toBe(true);
    expect(bls.verifyBatch(forged)).toBe(false);
    expect(bls.findInvalid(forged)).toEqual([0, 1]);
    const secondMessage = new Uint8Array(32).fill(9);
    const apart = [
      forged[0] as (typeof forged)[number],
      {
        publicKey: otherKey,
        message: secondMessage,
        signature: Point.fromBytes(bls.sign(otherSecretKey, secondMessage)).subtract(delta).toBytes(),
      },
    ];
    expect(bls.verifyBatch(apart)).toBe(false);
    expect(bls.findInvalid(apart)).toEqual([0, 1]);
  });

  test("replay over chain, contract, operator, ed25519 key, BLS key and purpose", () => {
    const proof = signProofOfPossession(bls, secretKey, claim, domain);
    const valid = { ...claim, publicKey: key };
    const check = (changed: object, changedDomain: object = {}) =>
      verifyProofOfPossession(bls, { ...valid, ...changed }, { ...domain, ...changedDomain }, proof);
    expect(check({})).toBe(true);
    expect(check({}, { chainId: 42162n })).toBe(false);
    expect(check({}, { verifyingContract: `0x${"12".repeat(20)}` })).toBe(false);
    expect(check({ operator: `0x${"23".repeat(20)}` })).toBe(false);
    expect(check({ ed25519PublicKey: new Uint8Array(32).fill(4) })).toBe(false);
    expect(check({ publicKey: otherKey })).toBe(false);
    const fields = { height: 1n, time: 2n, blockHash: message, claimsRoot: message };
    expect(bls.verify(key, checkpointDigest(fields, domain), proof)).toBe(false);
  });

  test("hex with its leading zeros lost, or odd, or without 0x", () => {
    const good = { ...claim, publicKey: key, ed25519PublicKey: `0x${"03".padStart(64, "0")}` } as const;
    const proof = signProofOfPossession(bls, secretKey, good, domain);
    expect(verifyProofOfPossession(bls, good, domain, proof)).toBe(true);
    expect(verifyProofOfPossession(bls, { ...good, ed25519PublicKey: 3n }, domain, proof)).toBe(true);
    for (const bad of ["0x3", "0x03", "0x", "03".padStart(64, "0"), `0x${"03".padStart(66, "0")}`] as `0x${string}`[])
      expect(verifyProofOfPossession(bls, { ...good, ed25519PublicKey: bad }, domain, proof)).toBe(false);
    const zeros = { ...good, operator: `0x${"01".padStart(40, "0")}` } as const;
    const zerosProof = signProofOfPossession(bls, secretKey, zeros, domain);
    expect(verifyProofOfPossession(bls, zeros, domain, zerosProof)).toBe(true);
    expect(verifyProofOfPossession(bls, { ...zeros, operator: "0x1" }, domain, zerosProof)).toBe(false);
  });
});

test("a secret key keeps its leading zeros", () => {
  const small = fromHex("05".padStart(64, "0"));
  expect(hexOf(blst.publicKeyOf(small))).toBe(hexOf(noble.publicKeyOf(small)));
  expect(() => blst.sign(Uint8Array.of(5), message)).toThrow(
    expect.objectContaining({ code: "BLS_INVALID_SECRET_KEY" }),
  );
});
