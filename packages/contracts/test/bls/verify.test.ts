import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { concat, encodeFunctionData, getAddress, type Hex, hexToBytes, keccak256, slice, toHex } from "viem";
import {
  decodeG1,
  encodeG1,
  encodeG2,
  fp,
  G1_INFINITY,
  G2_INFINITY,
  P,
  POP_DST,
  sign,
  testKey,
  testKeys,
  toG1Struct,
} from "./support/blsKeys.ts";
import { connect } from "./support/connection.ts";
import { g1OutsideSubgroup, g2OutsideSubgroup } from "./support/outsideSubgroup.ts";
import { revertsWith } from "./support/reverts.ts";

const PAIRING = getAddress(toHex(0x0f, { size: 20 }));
const G1ADD = getAddress(toHex(0x0b, { size: 20 }));
const digest = keccak256(toHex("message"));
const other = keccak256(toHex("another message"));
const key = testKey(1);

const deploy = async () => (await connect()).viem.deployContract("BlsHarness");

/** The encoding with the 64-byte coordinate number `index` replaced. */
const withCoordinate = (encoded: Hex, index: number, coordinate: Hex): Hex =>
  concat([
    index === 0 ? "0x" : slice(encoded, 0, 64 * index),
    coordinate,
    64 * (index + 1) === (encoded.length - 2) / 2 ? "0x" : slice(encoded, 64 * (index + 1)),
  ]);

const coordinate = (encoded: Hex, index: number): Hex => slice(encoded, 64 * index, 64 * (index + 1));

/** Each coordinate once plus p, and once with a bit in its padding. */
const nonCanonical = (encoded: Hex, coordinates: number): Hex[] =>
  Array.from({ length: coordinates }, (_, index) => {
    const value = BigInt(coordinate(encoded, index));
    return [fp(value + P), fp(value | (1n << 511n)), fp(value | (1n << 384n))].map((changed) =>
      withCoordinate(encoded, index, changed),
    );
  }).flat();

describe("BLS signatures", () => {
  let bls: Awaited<ReturnType<typeof deploy>>;
  before(async () => {
    bls = await deploy();
  });

  it("accepts what blst signs", async () => {
    for (const signer of testKeys(8)) {
      assert.equal(await bls.read.verify([signer.pubkey, digest, sign(signer, digest)]), true);
    }
  });

  it("accepts what noble signs under the same DST, and nothing under noble's own", async () => {
    const secret = hexToBytes(keccak256(toHex("noble key")));
    secret[0] = 0x01;
    const { longSignatures } = bls12_381;
    const pubkey = encodeG1(longSignatures.getPublicKey(secret));
    const message = hexToBytes(digest);
    const signed = longSignatures.sign(longSignatures.hash(message, POP_DST), secret);
    assert.equal(await bls.read.verify([pubkey, digest, encodeG2(signed)]), true);
    const nul = longSignatures.sign(longSignatures.hash(message), secret);
    assert.equal(await bls.read.verify([pubkey, digest, encodeG2(nul)]), false);
  });

  it("says no to another message, another key, another signature", async () => {
    assert.equal(await bls.read.verify([key.pubkey, other, sign(key, digest)]), false);
    assert.equal(await bls.read.verify([testKey(2).pubkey, digest, sign(key, digest)]), false);
    assert.equal(await bls.read.verify([key.pubkey, digest, sign(testKey(2), digest)]), false);
    const negated = encodeG2(bls12_381.G2.Point.BASE.negate());
    assert.equal(await bls.read.verify([key.pubkey, digest, negated]), false);
  });

  it("§1.14: refuses infinity as key and as signature", async () => {
    await revertsWith(bls.read.parseG1([G1_INFINITY]), "PointAtInfinity");
    await revertsWith(bls.read.verify([key.pubkey, digest, G2_INFINITY]), "PointAtInfinity");
    const infinity = { a: 0n, b: 0n, c: 0n };
    await revertsWith(bls.read.verifyRaw([infinity, digest, G2_INFINITY]), "PointAtInfinity");
    await revertsWith(bls.read.verifyRaw([infinity, digest, sign(key, digest)]), "PointAtInfinity");
    await revertsWith(bls.read.requireCanonical([0n, 0n, 0n]), "PointAtInfinity");
  });

  it("§2: refuses non-canonical keys, x ≥ p or padding not zero", async () => {
    const changed = nonCanonical(key.pubkey, 2);
    assert.equal(changed.length, 6);
    for (const pubkey of changed) await revertsWith(bls.read.parseG1([pubkey]), "NonCanonicalEncoding");
    await revertsWith(bls.read.parseG1([concat([fp(P), fp(0n)])]), "NonCanonicalEncoding");
    await revertsWith(bls.read.parseG1([concat([fp(P - 1n), fp(P)])]), "NonCanonicalEncoding");
  });

  it("§2: refuses non-canonical 96-byte keys", async () => {
    for (const index of [0, 1]) {
      const value = BigInt(coordinate(key.pubkey, index));
      const { a, b, c } = toG1Struct(withCoordinate(key.pubkey, index, fp(value + P)));
      await revertsWith(bls.read.requireCanonical([a, b, c]), "NonCanonicalEncoding");
    }
    const { a, b, c } = toG1Struct(key.pubkey);
    await bls.read.requireCanonical([a, b, c]);
  });

  it("§2: refuses non-canonical signatures", async () => {
    const changed = nonCanonical(sign(key, digest), 4);
    assert.equal(changed.length, 12);
    for (const signature of changed) {
      await revertsWith(bls.read.verify([key.pubkey, digest, signature]), "NonCanonicalEncoding");
    }
  });

  it("§2: refuses the wrong order of Fp2", async () => {
    const signature = sign(key, digest);
    const swapped = concat([1, 0, 3, 2].map((index) => coordinate(signature, index)));
    assert.deepEqual(await revertsWith(bls.read.verify([key.pubkey, digest, swapped]), "PrecompileRejected"), [
      PAIRING,
    ]);
  });

  it("§1.4: refuses every other length", async () => {
    const signature = sign(key, digest);
    for (const pubkey of ["0x", slice(key.pubkey, 1), concat([key.pubkey, "0x00"])] as const) {
      await revertsWith(bls.read.parseG1([pubkey]), "InvalidEncodingLength");
    }
    for (const wrong of ["0x", slice(signature, 1), concat([signature, "0x00"])] as const) {
      await revertsWith(bls.read.verify([key.pubkey, digest, wrong]), "InvalidEncodingLength");
    }
  });

  it("§2: refuses keys and signatures off the curve", async () => {
    const offCurve = concat([coordinate(key.pubkey, 0), fp(1n)]);
    const call = bls.read.verify([offCurve, digest, sign(key, digest)]);
    assert.deepEqual(await revertsWith(call, "PrecompileRejected"), [PAIRING]);
    const signature = withCoordinate(sign(key, digest), 3, fp(1n));
    const signed = bls.read.verify([key.pubkey, digest, signature]);
    assert.deepEqual(await revertsWith(signed, "PrecompileRejected"), [PAIRING]);
    const sum = bls.read.add([offCurve, key.pubkey]);
    assert.deepEqual(await revertsWith(sum, "PrecompileRejected"), [G1ADD]);
  });

  it("§2: refuses keys and signatures outside the subgroup, which G1ADD would take", async () => {
    const outside = encodeG1(g1OutsideSubgroup());
    await bls.read.add([outside, key.pubkey]);
    const call = bls.read.verify([outside, digest, sign(key, digest)]);
    assert.deepEqual(await revertsWith(call, "PrecompileRejected"), [PAIRING]);
    const signed = bls.read.verify([key.pubkey, digest, encodeG2(g2OutsideSubgroup())]);
    assert.deepEqual(await revertsWith(signed, "PrecompileRejected"), [PAIRING]);
  });

  it("§1.2, §2: a rogue key signs for others, but has no proof of possession", async () => {
    const attacker = testKey(66);
    // rogue = attacker − victim, so that victim + rogue = attacker.
    const rogue = encodeG1(decodeG1(attacker.pubkey).subtract(decodeG1(key.pubkey)));
    const aggregate = await bls.read.add([key.pubkey, rogue]);
    assert.equal(await bls.read.verify([aggregate, digest, sign(attacker, digest)]), true);
    assert.equal(await bls.read.verify([rogue, digest, sign(attacker, digest)]), false);
    assert.equal(await bls.read.verify([rogue, digest, sign(key, digest)]), false);
  });

  it("§2: keeps leading zeros of coordinates", async () => {
    const signer = Array.from({ length: 5_000 }, (_, index) => testKey(index)).find(({ affine }) =>
      affine.startsWith("0x00"),
    );
    assert.ok(signer);
    assert.equal(await bls.read.verify([signer.pubkey, digest, sign(signer, digest)]), true);
    assert.equal(await bls.read.parseG1([signer.pubkey]), signer.pubkey);
  });

  it("adds, subtracts and negates as noble does", async () => {
    const [left, right] = [testKey(3), testKey(4)].map(({ pubkey }) => decodeG1(pubkey));
    assert.ok(left && right);
    const [a, b] = [encodeG1(left), encodeG1(right)];
    assert.equal(await bls.read.add([a, b]), encodeG1(left.add(right)));
    assert.equal(await bls.read.add([a, a]), encodeG1(left.double()));
    assert.equal(await bls.read.subtract([a, b]), encodeG1(left.subtract(right)));
    assert.equal(await bls.read.subtract([a, a]), G1_INFINITY);
    assert.equal(await bls.read.neg([a]), encodeG1(left.negate()));
    assert.equal(await bls.read.negInfinity(), true);
    assert.equal(await bls.read.hash([a]), keccak256(a));
  });

  it("tells too little gas from a bad signature", async () => {
    const args = [key.pubkey, digest, sign(key, digest)] as const;
    const call = bls.read.withGas([150_000n, encodeFunctionData({ abi: bls.abi, functionName: "verify", args })]);
    const [precompile] = await revertsWith(call, "InsufficientPrecompileGas");
    assert.equal(precompile, PAIRING);
  });

  it("costs its precompiles and little else", async () => {
    const [valid, gasUsed] = await bls.read.verifyGas([key.pubkey, digest, sign(key, digest)]);
    assert.equal(valid, true);
    // Pairing of two pairs 102,900 + two maps 47,600 + G2ADD 600.
    assert.ok(gasUsed > 151_100n && gasUsed < 160_000n, `${gasUsed} gas`);
  });
});

describe("a chain without EIP-2537", () => {
  it("§1.4: reverts with Eip2537Unavailable instead of taking silence for success", async () => {
    const { network } = await import("hardhat");
    const { viem } = await network.create({ network: "default", override: { hardfork: "cancun" } });
    const bls = await viem.deployContract("BlsHarness");
    const map = getAddress(toHex(0x11, { size: 20 }));
    assert.deepEqual(await revertsWith(bls.read.hashToG2([digest]), "Eip2537Unavailable"), [map]);
    const call = bls.read.verify([key.pubkey, digest, sign(key, digest)]);
    assert.deepEqual(await revertsWith(call, "Eip2537Unavailable"), [map]);
    assert.deepEqual(await revertsWith(bls.read.add([key.pubkey, key.pubkey]), "Eip2537Unavailable"), [G1ADD]);
    const batch = bls.read.verifyBatch([[toG1Struct(key.pubkey)], [digest], sign(key, digest)]);
    assert.deepEqual(await revertsWith(batch, "Eip2537Unavailable"), [getAddress(toHex(0x0c, { size: 20 }))]);

    const set = await viem.deployContract("SignerSetHarness");
    await set.write.seedPage([
      0,
      `0x${testKeys(3)
        .map(({ affine }) => affine.slice(2))
        .join("")}`,
    ]);
    assert.deepEqual(await revertsWith(set.write.activateUnproven([1, 3n]), "Eip2537Unavailable"), [G1ADD]);
  });
});

describe("proofs of possession in batches", () => {
  let bls: Awaited<ReturnType<typeof deploy>>;
  before(async () => {
    bls = await deploy();
  });

  const keys = testKeys(5);
  const digests = keys.map(({ pubkey }) => keccak256(pubkey));
  const proofs = keys.map((signer, index) => sign(signer, digests[index] ?? "0x"));
  const structs = keys.map(({ pubkey }) => toG1Struct(pubkey));

  const replaced = <T>(list: readonly T[], index: number, value: T): T[] =>
    list.map((entry, position) => (position === index ? value : entry));

  it("accepts 1 to 64 valid ones", async () => {
    assert.equal(await bls.read.verifyBatch([structs.slice(0, 1), digests.slice(0, 1), proofs[0] ?? "0x"]), true);
    assert.equal(await bls.read.verifyBatch([structs, digests, concat(proofs)]), true);
    const many = testKeys(64);
    const messages = many.map(({ pubkey }) => keccak256(pubkey));
    const signatures = many.map((signer, index) => sign(signer, messages[index] ?? "0x"));
    const call = [many.map(({ pubkey }) => toG1Struct(pubkey)), messages, concat(signatures)] as const;
    assert.equal(await bls.read.verifyBatch(call), true);
  });

  it("says no when one proof is wrong, wherever it stands", async () => {
    for (const index of keys.keys()) {
      const wrong = replaced(proofs, index, sign(testKey(99), digests[index] ?? "0x"));
      assert.equal(await bls.read.verifyBatch([structs, digests, concat(wrong)]), false);
    }
  });

  it("§2: says no to wrong proofs whose errors cancel out", async () => {
    const { Point } = bls12_381.G2;
    const shift = Point.BASE.multiply(12345n);
    const [first, second] = [keys[0], keys[1]].map((signer, index) => {
      assert.ok(signer);
      const signed = bls12_381.longSignatures.Signature.fromBytes(
        signer.secret.sign(hexToBytes(digests[index] ?? "0x")).toBytes(),
      );
      return index === 0 ? signed.add(shift) : signed.subtract(shift);
    });
    assert.ok(first && second);
    const shifted = concat([encodeG2(first), encodeG2(second), ...proofs.slice(2)]);
    assert.equal(await bls.read.verifyBatch([structs, digests, shifted]), false);
    // Swapped proofs have the right sum too.
    const swapped = concat([proofs[1] ?? "0x", proofs[0] ?? "0x", ...proofs.slice(2)]);
    assert.equal(await bls.read.verifyBatch([structs, digests, swapped]), false);
  });

  it("§1.2: a rogue key in a batch has no proof", async () => {
    const attacker = testKey(66);
    const victim = keys[0];
    assert.ok(victim);
    const rogue = encodeG1(decodeG1(attacker.pubkey).subtract(decodeG1(victim.pubkey)));
    const messages = [digests[0] ?? "0x", keccak256(rogue)] as const;
    const forged = concat([sign(attacker, messages[0]), sign(attacker, messages[1])]);
    assert.equal(await bls.read.verifyBatch([[toG1Struct(victim.pubkey), toG1Struct(rogue)], messages, forged]), false);
  });

  it("§2: refuses infinity, points outside the subgroup and non-canonical ones", async () => {
    const infinity = { a: 0n, b: 0n, c: 0n };
    await revertsWith(
      bls.read.verifyBatch([replaced(structs, 2, infinity), digests, concat(proofs)]),
      "PointAtInfinity",
    );
    const infiniteProof = concat(replaced(proofs, 2, G2_INFINITY));
    await revertsWith(bls.read.verifyBatch([structs, digests, infiniteProof]), "PointAtInfinity");
    const outsideKey = replaced(structs, 2, toG1Struct(encodeG1(g1OutsideSubgroup())));
    const keyCall = bls.read.verifyBatch([outsideKey, digests, concat(proofs)]);
    assert.deepEqual(await revertsWith(keyCall, "PrecompileRejected"), [getAddress(toHex(0x0c, { size: 20 }))]);
    const outsideProof = concat(replaced(proofs, 2, encodeG2(g2OutsideSubgroup())));
    const proofCall = bls.read.verifyBatch([structs, digests, outsideProof]);
    assert.deepEqual(await revertsWith(proofCall, "PrecompileRejected"), [getAddress(toHex(0x0e, { size: 20 }))]);
    for (const changed of nonCanonical(proofs[3] ?? "0x", 4)) {
      const call = bls.read.verifyBatch([structs, digests, concat(replaced(proofs, 3, changed))]);
      await revertsWith(call, "NonCanonicalEncoding");
    }
  });

  it("refuses empty batches, more than 64, and lists of different lengths", async () => {
    await revertsWith(bls.read.verifyBatch([[], [], "0x"]), "InvalidBatch");
    await revertsWith(bls.read.verifyBatch([structs, digests.slice(1), concat(proofs)]), "InvalidBatch");
    await revertsWith(bls.read.verifyBatch([structs, digests, concat(proofs.slice(1))]), "InvalidEncodingLength");
    const many = Array.from({ length: 65 }, () => structs[0] ?? { a: 0n, b: 0n, c: 0n });
    const call = bls.read.verifyBatch([many, many.map(() => digest), concat(many.map(() => proofs[0] ?? "0x"))]);
    assert.deepEqual(await revertsWith(call, "InvalidBatch"), [65n, 64n]);
  });
});
