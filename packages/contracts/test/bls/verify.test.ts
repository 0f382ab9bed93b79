import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { concat, encodeFunctionData, getAddress, hexToBytes, keccak256, slice, toHex } from "viem";
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
import { coordinate, nonCanonical, withCoordinate } from "./support/nonCanonical.ts";
import { g1OutsideSubgroup, g2OutsideSubgroup } from "./support/outsideSubgroup.ts";
import { revertsWith } from "./support/reverts.ts";

const PAIRING = getAddress(toHex(0x0f, { size: 20 }));
const G1ADD = getAddress(toHex(0x0b, { size: 20 }));
const digest = keccak256(toHex("message"));
const other = keccak256(toHex("another message"));
const key = testKey(1);

const deploy = async () => (await connect()).viem.deployContract("BlsHarness");

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
