import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, getContractAddress, type Hex, keccak256, slice, toHex } from "viem";
import { encodeG1, fp, G1_INFINITY, P, sign, signAll, sumOf, testKey, testKeys } from "./support/blsKeys.ts";
import { connect } from "./support/connection.ts";
import { g1OutsideSubgroup } from "./support/outsideSubgroup.ts";
import { revertsWith } from "./support/reverts.ts";
import { addKeys, emptySet, keyOf, proofDigest, proofOf, range, seedUnproven } from "./support/signerSets.ts";

describe("signer set: adding and removing", () => {
  it("gives ids from 1 in order and keeps the sum, the number and the version", async () => {
    const { set, keys } = await emptySet();
    assert.deepEqual(await set.read.state(), [0n, 0n, 1, true, G1_INFINITY]);
    const added = testKeys(3);
    assert.deepEqual(await addKeys({ set, keys }, added), [1, 2, 3]);
    assert.deepEqual(await set.read.state(), [3n, 3n, 4, true, sumOf(added)]);
    for (const [index, key] of added.entries()) {
      assert.equal(await set.read.isActive([index + 1]), true);
      assert.equal(await set.read.keyOf([index + 1]), key.pubkey);
    }
    assert.equal(await set.read.isActive([0]), false);
    assert.equal(await set.read.isActive([4]), false);
  });

  it("removes each signer once and never gives its id again", async () => {
    const { set, keys } = await emptySet();
    const added = testKeys(3);
    await addKeys({ set, keys }, added);
    await set.write.remove([2]);
    assert.deepEqual(await set.read.state(), [2n, 4n, 4, true, sumOf(added.filter((_, index) => index !== 1))]);
    assert.equal(await set.read.isActive([2]), false);
    assert.equal(await set.read.keyOf([2]), keyOf(keys, 2).pubkey);
    assert.deepEqual(await revertsWith(set.write.remove([2]), "SignerNotActive"), [2n]);
    assert.deepEqual(await revertsWith(set.write.add([2, testKey(9).pubkey]), "UnexpectedSignerId"), [2n, 4n]);
    assert.deepEqual(await revertsWith(set.write.add([5, testKey(9).pubkey]), "UnexpectedSignerId"), [5n, 4n]);
    // The same key may come back under another id.
    assert.deepEqual(await addKeys({ set, keys }, [keyOf(keys, 2)]), [4]);
    assert.equal((await set.read.state())[4], sumOf(added));
  });

  it("is empty again after the last one left", async () => {
    const { set, keys } = await emptySet();
    await addKeys({ set, keys }, testKeys(2));
    await set.write.remove([1]);
    await set.write.remove([2]);
    assert.deepEqual(await set.read.state(), [0n, 4n, 3, true, G1_INFINITY]);
  });

  it("refuses to remove ids it never gave", async () => {
    const { set } = await emptySet();
    for (const id of [0, 1, 255, 256, 2 ** 24 - 1]) {
      assert.deepEqual(await revertsWith(set.write.remove([id]), "SignerNotActive"), [BigInt(id)]);
      assert.deepEqual(await revertsWith(set.read.keyOf([id]), "SignerUnknown"), [BigInt(id)]);
    }
  });

  it("refuses infinity and non-canonical keys", async () => {
    const { set } = await emptySet();
    await revertsWith(set.write.add([1, G1_INFINITY]), "PointAtInfinity");
    const { pubkey } = testKey(1);
    const x = fp(BigInt(slice(pubkey, 0, 64)) + P);
    await revertsWith(set.write.add([1, concat([x, slice(pubkey, 64)])]), "NonCanonicalEncoding");
    await revertsWith(set.write.add([1, slice(pubkey, 1)]), "InvalidEncodingLength");
  });

  it("§1.2: registers with a proof of possession only", async () => {
    const { set } = await emptySet();
    const key = testKey(1);
    await set.write.register([key.pubkey, proofDigest(key), proofOf(key)]);
    assert.equal((await set.read.state())[0], 1n);
    const other = testKey(2);
    await revertsWith(set.write.register([other.pubkey, proofDigest(other), proofOf(key)]), "InvalidProof");
    const outside = encodeG1(g1OutsideSubgroup());
    await revertsWith(set.write.register([outside, proofDigest(other), proofOf(other)]), "PrecompileRejected");
    assert.equal((await set.read.state())[0], 1n);
  });

  it("keeps records beside keys", async () => {
    const { set } = await emptySet();
    const records: Hex[] = ["0x", "0x01", `0x${"ab".repeat(31)}`, `0x${"cd".repeat(500)}`];
    for (const [index, record] of records.entries()) {
      await set.write.addWithRecord([index + 1, testKey(index).pubkey, record]);
    }
    for (const [index, record] of records.entries()) {
      assert.equal(await set.read.recordOf([index + 1]), record);
      assert.equal(await set.read.keyOf([index + 1]), testKey(index).pubkey);
    }
    assert.equal(await set.read.recordOf([99]), "0x");
    const tooLong: Hex = `0x${"00".repeat(24_576 - 96 + 1)}`;
    await revertsWith(set.write.addWithRecord([5, testKey(5).pubkey, tooLong]), "BlobCreationFailed");
  });
});

describe("signer set: keys in code", () => {
  it("other contracts created in between move nothing", async () => {
    const { set, keys } = await emptySet();
    await addKeys({ set, keys }, testKeys(1));
    await set.write.createOther();
    await set.write.createOther();
    await addKeys({ set, keys }, testKeys(1, 1));
    assert.equal(await set.read.keyOf([2]), testKey(1).pubkey);
  });

  it("a blob lies at its CREATE2 address, holds the bare key, and running it does nothing", async () => {
    const { set, keys } = await emptySet();
    await addKeys({ set, keys }, testKeys(1));
    const { viem } = await connect();
    const client = await viem.getPublicClient();
    const blob = getContractAddress({
      opcode: "CREATE2",
      from: set.address,
      salt: toHex(1, { size: 32 }),
      bytecode: "0x6329c1ba445f525f5f6004601c335afa3d5f5f3e3d5ff3",
    });
    assert.equal(await client.getCode({ address: blob }), testKey(0).affine);
    const [wallet] = await viem.getWalletClients();
    assert.ok(wallet);
    await assert.rejects(wallet.sendTransaction({ to: blob, data: "0x01", gas: 100_000n }));
    assert.equal(await client.getCode({ address: blob }), testKey(0).affine);
  });

  it("stores no empty key when the contract doesn't answer its blobs", async () => {
    const { viem } = await connect();
    const mute = await viem.deployContract("MuteSignerSet");
    assert.deepEqual(await revertsWith(mute.write.add([testKey(1).pubkey]), "BlobCreationFailed"), [1n]);
  });

  it("answers with nothing when no blob is being created", async () => {
    const { set } = await emptySet();
    const { viem } = await connect();
    const client = await viem.getPublicClient();
    const { data } = await client.call({ to: set.address, data: "0x29c1ba44" });
    assert.equal(data ?? "0x", "0x");
    const { result } = await set.simulate.pendingAfterAdd([1, testKey(1).pubkey]);
    assert.equal(result, "0x");
  });
});

describe("signer set: signatures", () => {
  it("one signer's signature counts once: §2, the same signer aggregated twice", async () => {
    const { set, keys } = await emptySet();
    const [first, second] = testKeys(2);
    assert.ok(first && second);
    await addKeys({ set, keys }, [first, second]);
    const digest = keccak256(toHex("message"));
    assert.equal(await set.read.verifyWithout([digest, signAll([first, second], digest), "0x"]), true);
    assert.equal(await set.read.verifyWithout([digest, signAll([first, first, second], digest), "0x"]), false);
    assert.equal(await set.read.verifyWithout([digest, signAll([first, first], digest), "0x"]), false);
    assert.equal(await set.read.verifyWithout([digest, sign(first, digest), "0x"]), false);
  });

  it("§2: a set that changed after signing doesn't accept the signature", async () => {
    const { set, keys } = await emptySet();
    const added = testKeys(3);
    await addKeys({ set, keys }, added);
    const digest = keccak256(toHex("message"));
    const signature = signAll(added, digest);
    assert.equal(await set.read.verifyWithout([digest, signature, "0x"]), true);
    await addKeys({ set, keys }, testKeys(1, 50));
    assert.equal(await set.read.verifyWithout([digest, signature, "0x"]), false);
    await set.write.remove([4]);
    assert.equal(await set.read.verifyWithout([digest, signature, "0x"]), true);
  });

  it("holds a thousand ids apart", async () => {
    const { set, keys } = await seedUnproven(1000);
    for (const id of range(0, 8).map((index) => 1 + index * 131)) {
      assert.equal(await set.read.keyOf([id]), keyOf(keys, id).pubkey);
    }
  });
});
