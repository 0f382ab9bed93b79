import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { concat, getAddress, hexToBytes, keccak256, toHex } from "viem";
import { decodeG1, encodeG1, encodeG2, G2_INFINITY, sign, testKey, testKeys, toG1Struct } from "./support/blsKeys.ts";
import { connect } from "./support/connection.ts";
import { nonCanonical } from "./support/nonCanonical.ts";
import { g1OutsideSubgroup, g2OutsideSubgroup } from "./support/outsideSubgroup.ts";
import { revertsWith } from "./support/reverts.ts";

const G1ADD = getAddress(toHex(0x0b, { size: 20 }));
const digest = keccak256(toHex("message"));
const key = testKey(1);

const deploy = async () => (await connect()).viem.deployContract("BlsHarness");

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
