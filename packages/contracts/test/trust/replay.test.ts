import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { keccak256 } from "viem";
import { sign, signAll } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import { claimsTree, exitLeaf, rewardLeaf } from "../support/claimsTree.ts";
import {
  digestOf,
  ed25519Of,
  possessionDigest,
  REQUIREMENT,
  startNetwork,
  type TestNetwork,
} from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const alice = account(4).address;

describe("§2 signatures used for something else", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;

  before(async () => {
    network = await startNetwork({ nodes: 4 });
    await network.tokenAs(4).write.approve([network.addresses.serviceNodeRewards, 100n * REQUIREMENT]);
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
    for (const id of [...network.keys.keys()].filter((id) => id > 4)) network.keys.delete(id);
  });

  it("§2 another purpose: a proof of possession certifies nothing, a checkpoint's signature proves no possession", async () => {
    const { rewards, chain, keys } = network;
    const domain = { chainId: chain.chainId, verifyingContract: rewards.address };
    const checkpoint = await network.checkpointOf(1n, claimsTree([]));
    // All nodes' signatures of a possession's digest whose fields are those of the checkpoint.
    const key = network.registration(100, alice).key;
    const possession = possessionDigest(domain, key, alice, checkpoint.claimsRoot);
    const certificate = signAll([...keys.values()], possession);
    await revertsWith(
      rewards.write.submitCheckpoint([checkpoint, certificate, "0x", 4n]),
      "InvalidCheckpointSignature",
    );
    const { args } = network.registration(100, alice);
    const signature = sign(key, digestOf(chain.chainId, rewards.address, checkpoint));
    await revertsWith(
      network.rewardsAs(4).write.addBLSPublicKey([args[0], signature, args[2], args[3]]),
      "InvalidProofOfPossession",
    );
    // The bare hash of the key, without a domain, is no message either.
    await revertsWith(
      network.rewardsAs(4).write.addBLSPublicKey([args[0], sign(key, keccak256(key.affine)), args[2], args[3]]),
      "InvalidProofOfPossession",
    );
  });

  it("§2 re-registration: a certificate from before a key left and came back is refused, and so is its exit", async () => {
    const { rewards, chain } = network;
    const id = await network.registerSolo(50, 4);
    await chain.pass(60);
    const { tree } = await network.checkpoint(5n, [exitLeaf(id)]);
    await chain.pass(60);
    const next = await network.checkpointOf(6n, claimsTree([rewardLeaf(alice, 1n)]));
    const before = await network.certify(next);
    await rewards.write.exitBLSPublicKey([id, 5n, 0n, tree.proof(exitLeaf(id))]);
    network.keys.delete(id);
    const again = await network.registerSolo(50, 4);
    // The same keys, the same sum, and yet another set.
    assert.notEqual(again, id);
    const stale = rewards.write.submitCheckpoint([next, before.signature, before.nonSigners, before.setVersion]);
    assert.deepEqual(await revertsWith(stale, "SignerSetChanged"), [before.setVersion, before.setVersion + 2n]);
    await chain.pass(60);
    await revertsWith(rewards.write.exitBLSPublicKey([again, 5n, 0n, tree.proof(exitLeaf(id))]), "InvalidProof");
  });

  it("5.2 a node is out of the set in the transaction that removes it: no certificate needs its signature", async () => {
    const { rewards, chain } = network;
    await chain.pass(60);
    const { tree } = await network.checkpoint(5n, [exitLeaf(2)]);
    const left = network.keys.get(2);
    await rewards.write.exitBLSPublicKey([2, 5n, 0n, tree.proof(exitLeaf(2))]);
    network.keys.delete(2);
    await chain.pass(60);
    const next = await network.checkpointOf(6n, claimsTree([]));
    const digest = digestOf(chain.chainId, rewards.address, next);
    assert.ok(left !== undefined);
    // With its signature the sum is wrong; without it the three others suffice.
    const withIt = signAll([...network.keys.values(), left], digest);
    await revertsWith(rewards.write.submitCheckpoint([next, withIt, "0x", 5n]), "InvalidCheckpointSignature");
    await rewards.write.submitCheckpoint([next, signAll([...network.keys.values()], digest), "0x", 5n]);
    network.keys.set(2, left);
  });

  it("5.5 an ed25519 key somebody else has named here first stops nobody", async () => {
    const { rewardsAs } = network;
    const squatter = network.registration(60, alice);
    await rewardsAs(4).write.addBLSPublicKey(squatter.args);
    const victim = network.registration(61, alice);
    const named = { ...victim.args[2], ed25519Pubkey: squatter.args[2].ed25519Pubkey };
    const { chain, rewards } = network;
    const domain = { chainId: chain.chainId, verifyingContract: rewards.address };
    const proof = sign(victim.key, possessionDigest(domain, victim.key, alice, ed25519Of(60)));
    await rewardsAs(4).write.addBLSPublicKey([victim.args[0], proof, named, victim.args[3]]);
    assert.equal(await rewards.read.totalNodes(), 6n);
  });
});
