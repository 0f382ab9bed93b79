import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, type Hex, keccak256, slice, toHex } from "viem";
import { fp, P, signAll, sumOf, testKey, testKeys, toAffine96, toG1Struct } from "./support/blsKeys.ts";
import { revertsWith } from "./support/reverts.ts";
import { addKeys, deploySignerSet, emptySet, proofDigest, proofOf, seedUnproven } from "./support/signerSets.ts";

const pageOf = (keys: readonly { affine: Hex }[]): Hex => concat(keys.map(({ affine }) => affine));

describe("signer set: seeding", () => {
  it("§1.2: takes a page first, then proofs in batches, then goes on with the next multiple of 256", async () => {
    const set = await deploySignerSet();
    const keys = testKeys(300);
    await set.write.seedPage([0, pageOf(keys.slice(0, 255))]);
    await set.write.seedPage([1, pageOf(keys.slice(255))]);
    assert.equal((await set.read.state())[0], 0n);
    for (const [first, end] of [
      [1, 65],
      [65, 129],
      [129, 193],
      [193, 256],
      [256, 301],
    ] as const) {
      const batch = keys.slice(first - 1, end - 1);
      await set.write.seed([first, batch.map(proofDigest), concat(batch.map(proofOf))]);
    }
    assert.deepEqual(await set.read.state(), [300n, 300n, 301, false, sumOf(keys)]);
    await set.write.finishSeeding();
    assert.equal((await set.read.state())[2], 512);
    for (const id of [1, 2, 255, 256, 300]) {
      assert.equal(await set.read.isActive([id]), true);
      assert.equal(await set.read.keyOf([id]), keys[id - 1]?.pubkey);
    }
    assert.equal(await set.read.isActive([301]), false);
    await revertsWith(set.read.keyOf([301]), "SignerUnknown");
  });

  it("§1.2: a wrong proof, a repeated batch or an overlap adds nobody", async () => {
    const set = await deploySignerSet();
    const keys = testKeys(4);
    await set.write.seedPage([0, pageOf(keys)]);
    const digests = keys.map(proofDigest);
    const proofs = keys.map(proofOf);
    const wrong = concat([proofs[1] ?? "0x", proofs[0] ?? "0x", ...proofs.slice(2)]);
    await revertsWith(set.write.seed([1, digests, wrong]), "InvalidProof");
    await set.write.seed([1, digests.slice(0, 2), concat(proofs.slice(0, 2))]);
    const again = set.write.seed([1, digests.slice(0, 2), concat(proofs.slice(0, 2))]);
    assert.deepEqual(await revertsWith(again, "UnexpectedSignerId"), [1n, 3n]);
    const overlap = set.write.seed([2, digests.slice(1), concat(proofs.slice(1))]);
    await revertsWith(overlap, "UnexpectedSignerId");
    const beyond = set.write.seed([3, digests.slice(1), concat(proofs.slice(1))]);
    await revertsWith(beyond, "PageOverflow");
    await revertsWith(set.write.seed([0, digests, concat(proofs)]), "PageOverflow");
    assert.equal((await set.read.state())[0], 2n);
  });

  it("makes signers only of ids that stand in one written page", async () => {
    const set = await deploySignerSet();
    const keys = testKeys(257);
    const structs = keys.map(({ pubkey }) => toG1Struct(pubkey));
    await set.write.seedPage([0, pageOf(keys.slice(0, 255))]);
    await set.write.seedPage([1, pageOf(keys.slice(255))]);
    const pairs = [structs.slice(0, 2), structs.slice(254, 256)] as const;
    await revertsWith(set.write.activate([1, []]), "PageOverflow");
    await revertsWith(set.write.activate([255, pairs[1]]), "PageOverflow");
    await revertsWith(set.write.activate([257, pairs[0]]), "PageOverflow");
    await revertsWith(set.read.seededKeys([255, 2n]), "PageOverflow");
    await revertsWith(set.read.seededKeys([257, 2n]), "PageOverflow");
    await revertsWith(set.read.seededKeys([0, 1n]), "PageOverflow");
    await set.write.activate([256, pairs[0]]);
    assert.equal((await set.read.state())[0], 2n);
  });

  it("leaves a gap for a key whose proof never came", async () => {
    const set = await deploySignerSet();
    const keys = testKeys(3);
    await set.write.seedPage([0, pageOf(keys)]);
    const [first, , last] = keys;
    assert.ok(first && last);
    await set.write.seed([1, [proofDigest(first)], proofOf(first)]);
    await set.write.seed([3, [proofDigest(last)], proofOf(last)]);
    assert.equal(await set.read.isActive([2]), false);
    assert.deepEqual(await set.read.state(), [2n, 2n, 4, false, sumOf([first, last])]);
  });

  it("writes pages in order, each once, with canonical keys", async () => {
    const set = await deploySignerSet();
    const keys = testKeys(257);
    assert.deepEqual(await revertsWith(set.write.seedPage([1, pageOf(keys.slice(0, 1))]), "UnexpectedPage"), [1n, 0n]);
    await revertsWith(set.write.seedPage([0, "0x"]), "InvalidEncodingLength");
    await revertsWith(set.write.seedPage([0, slice(pageOf(keys.slice(0, 2)), 1)]), "InvalidEncodingLength");
    assert.deepEqual(await revertsWith(set.write.seedPage([0, pageOf(keys.slice(0, 256))]), "PageOverflow"), [
      0n,
      256n,
    ]);
    const infinity: Hex = `0x${"00".repeat(96)}`;
    await revertsWith(set.write.seedPage([0, concat([testKey(1).affine, infinity])]), "PointAtInfinity");
    const tooGreat = toAffine96(concat([fp(P), fp(1n)]));
    await revertsWith(set.write.seedPage([0, concat([testKey(1).affine, tooGreat])]), "NonCanonicalEncoding");
    await set.write.seedPage([0, pageOf(keys.slice(0, 1))]);
    assert.deepEqual(await revertsWith(set.write.seedPage([0, pageOf(keys.slice(0, 1))]), "UnexpectedPage"), [0n, 1n]);
    await set.write.seedPage([1, pageOf(keys.slice(0, 256))]);
    await revertsWith(set.write.seedPage([2, pageOf(keys)]), "PageOverflow");
  });

  it("ends once, and nothing is seeded afterwards or registered before", async () => {
    const set = await deploySignerSet();
    await revertsWith(set.write.add([1, testKey(1).pubkey]), "SeedingOpen");
    await revertsWith(set.write.compactKeys([0]), "SeedingOpen");
    await set.write.seedPage([0, testKey(1).affine]);
    await set.write.finishSeeding();
    await revertsWith(set.write.finishSeeding(), "SeedingFinished");
    await revertsWith(set.write.seedPage([1, testKey(1).affine]), "SeedingFinished");
    await revertsWith(set.write.activateUnproven([1, 1n]), "SeedingFinished");
    assert.equal((await set.read.state())[2], 256);
  });
});

describe("signer set: compaction", () => {
  it("moves full groups of 16 together, then the full word into a page, and changes nothing else", async () => {
    const populated = await seedUnproven(10);
    const { set, keys } = populated;
    const compacts = async (word: number) => (await set.simulate.compactKeys([word])).result;
    assert.equal(await compacts(1), false);
    const ids = await addKeys(populated, testKeys(15, 1000));
    assert.equal(ids[0], 256);
    assert.equal(await compacts(1), false);
    await addKeys(populated, testKeys(25, 1015));
    await set.write.remove([260]);
    keys.delete(260);
    const before = await set.read.state();
    for (const word of [2, 3]) {
      assert.deepEqual(await revertsWith(set.write.compactKeys([word]), "WordNotCompactable"), [BigInt(word)]);
    }
    assert.equal(await compacts(1), true);
    await set.write.compactKeys([1]);
    assert.equal(await compacts(1), false);
    await set.write.compactKeys([1]);
    assert.deepEqual(await set.read.state(), before);
    for (const id of [256, 260, 287, 288, 295]) {
      assert.equal(await set.read.keyOf([id]), testKey(1000 + id - 256).pubkey);
    }
    await addKeys(populated, testKeys(217, 1040));
    assert.equal(await compacts(1), true);
    await set.write.compactKeys([1]);
    for (const word of [0, 1]) assert.equal(await compacts(word), false);
    assert.equal(await compacts(2), false);
    await set.write.compactKeys([1]);
    for (const id of [256, 260, 287, 288, 511]) {
      assert.equal(await set.read.keyOf([id]), testKey(1000 + id - 256).pubkey);
    }
    assert.equal(await set.read.keyOf([512]), testKey(1256).pubkey);
    assert.equal((await set.read.state())[4], sumOf([...keys.values()]));
  });

  it("works for the first word too, when nothing was seeded", async () => {
    const populated = await emptySet();
    await addKeys(populated, testKeys(15));
    await populated.set.write.compactKeys([0]);
    const digest = keccak256(toHex("message"));
    const signature = signAll(testKeys(14), digest);
    const absent = concat([toHex(0, { size: 2 }), toHex(1n << 15n, { size: 32 })]);
    assert.equal(await populated.set.read.verifyWithout([digest, signature, absent]), true);
    await addKeys(populated, testKeys(242, 15));
    await populated.set.write.compactKeys([0]);
    const rest = signAll(
      testKeys(257).filter((_, index) => index !== 14),
      digest,
    );
    assert.equal(await populated.set.read.verifyWithout([digest, rest, absent]), true);
  });
});
