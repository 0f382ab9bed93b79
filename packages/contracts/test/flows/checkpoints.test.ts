import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { concat, type Hex, keccak256, parseEventLogs, toHex } from "viem";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { encodeNonSigners, G2_INFINITY, nonSignersEntry } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import { claimsTree, rewardLeaf } from "../support/claimsTree.ts";
import { type Checkpoint, digestOf, SESH, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const alice = account(4).address;
const leaves = (reward: bigint) => [rewardLeaf(alice, reward), rewardLeaf(account(5).address, 1n)];

describe("checkpoints", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;

  /** Submits a checkpoint with a full certificate of the set as it is, whatever the checkpoint says. */
  const submit = async (checkpoint: Checkpoint, absent: readonly number[] = []) => {
    const { signature, nonSigners, setVersion } = await network.certify(checkpoint, absent);
    return network.rewards.write.submitCheckpoint([checkpoint, signature, nonSigners, setVersion]);
  };

  before(async () => {
    network = await startNetwork({ nodes: 7 });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("accepts one signed by all, stores it and says so", async () => {
    assert.deepEqual((await network.rewards.read.latestCheckpoint()).height, 0n);
    const { checkpoint, hash } = await network.checkpoint(5n, leaves(SESH), [3]);
    assert.deepEqual(await network.rewards.read.latestCheckpoint(), checkpoint);
    assert.equal(await network.rewards.read.claimsRootAt([5n]), checkpoint.claimsRoot);
    const { logs } = await network.chain.client.getTransactionReceipt({ hash });
    const events = parseEventLogs({ abi: serviceNodeRewardsAbi, logs });
    assert.deepEqual(
      events.map(({ eventName, args }) => ({ eventName, args })),
      [
        {
          eventName: "CheckpointSubmitted",
          args: {
            height: 5n,
            blockHash: checkpoint.blockHash,
            claimsRoot: checkpoint.claimsRoot,
            signers: 6n,
            nodes: 7n,
          },
        },
      ],
    );
  });

  it("refuses a signature of anything else", async () => {
    const checkpoint = await network.checkpointOf(5n, claimsTree(leaves(SESH)));
    const { signature, setVersion } = await network.certify(checkpoint);
    const { rewards } = network;
    const altered: Checkpoint[] = [
      { ...checkpoint, height: 6n },
      { ...checkpoint, time: checkpoint.time + 1n },
      { ...checkpoint, blockHash: keccak256("0x01") },
      { ...checkpoint, claimsRoot: keccak256("0x02") },
    ];
    for (const other of altered)
      await revertsWith(
        rewards.write.submitCheckpoint([other, signature, "0x", setVersion]),
        "InvalidCheckpointSignature",
      );
    const oneLess = await network.certify(checkpoint, [1]);
    await revertsWith(
      rewards.write.submitCheckpoint([checkpoint, oneLess.signature, "0x", setVersion]),
      "InvalidCheckpointSignature",
    );
    await revertsWith(rewards.write.submitCheckpoint([checkpoint, G2_INFINITY, "0x", setVersion]), "PointAtInfinity");
    await revertsWith(rewards.write.submitCheckpoint([checkpoint, "0x", "0x", setVersion]), "InvalidEncodingLength");
    await revertsWith(
      rewards.write.submitCheckpoint([
        { ...checkpoint, claimsRoot: toHex(0, { size: 32 }) },
        signature,
        "0x",
        setVersion,
      ]),
      "EmptyClaimsRoot",
    );
  });

  it("1.13 non-signers are strictly ascending, active and not empty", async () => {
    const checkpoint = await network.checkpointOf(5n, claimsTree(leaves(SESH)));
    const { signature, setVersion } = await network.certify(checkpoint, [1]);
    const of = (nonSigners: Hex) =>
      network.rewards.write.submitCheckpoint([checkpoint, signature, nonSigners, setVersion]);
    const one = nonSignersEntry(0, 2n);
    await revertsWith(of(concat([one, one])), "NonSignersNotAscending");
    await revertsWith(of(nonSignersEntry(0, 0n)), "EmptyNonSignersWord");
    await revertsWith(of(encodeNonSigners([8])), "NonSignersNotActive");
    await revertsWith(of(encodeNonSigners([0])), "NonSignersNotActive");
    await revertsWith(of(encodeNonSigners([256])), "NonSignersNotActive");
    await revertsWith(of(`${one}00`), "MalformedNonSigners");
    await of(one);
  });

  it("1.13 a node that left can neither sign nor be absent", async () => {
    const { tree } = await network.checkpoint(5n, [[2, 7n, 0n]]);
    await network.chain.pass(60);
    await network.rewards.write.exitBLSPublicKey([7, 5n, 0n, tree.proof([2, 7n, 0n])]);
    const checkpoint = await network.checkpointOf(10n, claimsTree(leaves(SESH)));
    await revertsWith(submit(checkpoint), "InvalidCheckpointSignature");
    await revertsWith(submit(checkpoint, [7]), "NonSignersNotActive");
    network.keys.delete(7);
    await submit(checkpoint);
    network.keys.set(7, network.registration(6, alice).key);
  });

  it("a certificate for another set says so before any pairing", async () => {
    const checkpoint = await network.checkpointOf(5n, claimsTree(leaves(SESH)));
    const { signature } = await network.certify(checkpoint);
    const old = network.rewards.write.submitCheckpoint([checkpoint, signature, "0x", 6n]);
    assert.deepEqual(await revertsWith(old, "SignerSetChanged"), [6n, 7n]);
    // Not even a certificate is looked at.
    await revertsWith(network.rewards.write.submitCheckpoint([checkpoint, "0x", "0x12", 8n]), "SignerSetChanged");
  });

  it("5.8 the same checkpoint again goes on without verification, another root conflicts", async () => {
    const { checkpoint } = await network.checkpoint(5n, leaves(SESH));
    const before = await network.rewards.read.latestCheckpoint();
    // Neither signature nor set version matter any more.
    const hash = await network.rewards.write.submitCheckpoint([checkpoint, "0x", "0x", 99n]);
    assert.deepEqual((await network.chain.client.getTransactionReceipt({ hash })).logs, []);
    assert.deepEqual(await network.rewards.read.latestCheckpoint(), before);
    const other = { ...checkpoint, claimsRoot: keccak256("0x01") };
    assert.deepEqual(await revertsWith(submit(other), "CheckpointConflict"), [5n]);
  });

  it("an older one goes on when stored, and is superseded when not", async () => {
    const { checkpoint: first } = await network.checkpoint(5n, leaves(SESH));
    await network.chain.pass(60);
    await network.checkpoint(10n, leaves(2n * SESH));
    await network.rewards.write.submitCheckpoint([first, "0x", "0x", 0n]);
    await revertsWith(submit({ ...first, claimsRoot: keccak256("0x01") }), "CheckpointConflict");
    assert.deepEqual(await revertsWith(submit({ ...first, height: 6n }), "CheckpointSuperseded"), [6n, 10n]);
  });

  it("1.15 times: after the last one's, at most five minutes ahead", async () => {
    const { checkpoint } = await network.checkpoint(5n, leaves(SESH));
    const next = { ...checkpoint, height: 10n, claimsRoot: keccak256("0x01") };
    await revertsWith(submit(next), "CheckpointTimeNotAfter");
    const now = (await network.chain.now()) + 100n;
    await network.chain.setNextTime(now);
    await revertsWith(submit({ ...next, time: now + 301n }), "CheckpointFromFuture");
    await network.chain.moveTo(now);
    await network.chain.setNextTime(now + 1n);
    await submit({ ...next, time: now + 301n });
  });

  it("5.3 heights grow no faster than blocks, so nobody can burn them", async () => {
    const { checkpoint } = await network.checkpoint(5n, leaves(SESH));
    await network.chain.pass(100);
    const time = checkpoint.time + 20n;
    const next = { ...checkpoint, time, claimsRoot: keccak256("0x01") };
    // Devnet blocks come every two seconds: ten more.
    assert.deepEqual(await revertsWith(submit({ ...next, height: 16n }), "CheckpointHeightTooFast"), [16n, 15n]);
    await revertsWith(submit({ ...next, height: 2n ** 64n - 1n }), "CheckpointHeightTooFast");
    await submit({ ...next, height: 15n });
  });

  it("5.3 the first checkpoint is bound to the start, an hour of slack included", async () => {
    const { timestamp: start } = await network.chain.client.getBlock({ blockNumber: network.startBlock });
    const first = (height: bigint, time: bigint) => ({
      height,
      time,
      blockHash: keccak256("0x01"),
      claimsRoot: keccak256("0x02"),
    });
    await revertsWith(submit(first(1n, start - 3_600n)), "CheckpointTimeNotAfter");
    await revertsWith(submit(first(1_801n, start)), "CheckpointHeightTooFast");
    await submit(first(1_800n, start));
  });

  it("5.3 a root dies out after 64 checkpoints", async () => {
    const claim = rewardLeaf(alice, SESH);
    const { tree } = await network.checkpoint(1n, leaves(SESH));
    const proof = tree.proof(claim);
    for (let height = 2n; height <= 64n; height++) {
      await network.chain.pass(2);
      await network.checkpoint(height, leaves(height * SESH));
    }
    // Every one of the 64 is found.
    for (let height = 1n; height <= 64n; height++)
      assert.equal(
        await network.rewards.read.claimsRootAt([height]),
        claimsTree(leaves(height * SESH)).root,
        `height ${height}`,
      );
    await network.rewards.write.claimRewards([1n, alice, SESH, 1n, proof]);
    await network.chain.pass(20);
    const { checkpoint } = await network.checkpoint(70n, leaves(70n * SESH));
    assert.equal(await network.rewards.read.claimsRootAt([1n]), toHex(0, { size: 32 }));
    assert.deepEqual(
      await revertsWith(network.rewards.write.claimRewards([1n, alice, SESH, 1n, proof]), "CheckpointUnknown"),
      [1n],
    );
    assert.equal(await network.rewards.read.claimsRootAt([2n]), claimsTree(leaves(2n * SESH)).root);
    assert.equal(await network.rewards.read.claimsRootAt([70n]), checkpoint.claimsRoot);
    for (const height of [0n, 65n, 69n, 71n])
      assert.equal(await network.rewards.read.claimsRootAt([height]), toHex(0, { size: 32 }), `height ${height}`);
  });

  it("a revoked root is gone for ever", async () => {
    const { checkpoint, tree } = await network.checkpoint(5n, leaves(SESH));
    await revertsWith(network.rewardsAs(4).write.revokeCheckpoint([5n]), "NotGuardian");
    await network.rewardsAs(2).write.revokeCheckpoint([5n]);
    const proof = tree.proof(rewardLeaf(alice, SESH));
    await revertsWith(network.rewards.write.claimRewards([5n, alice, SESH, SESH, proof]), "CheckpointUnknown");
    await revertsWith(submit(checkpoint), "CheckpointConflict");
    await revertsWith(network.rewardsAs(2).write.revokeCheckpoint([5n]), "CheckpointUnknown");
    await revertsWith(network.rewardsAs(2).write.revokeCheckpoint([4n]), "CheckpointUnknown");
    await network.chain.pass(60);
    await network.checkpoint(10n, leaves(SESH));
  });

  it("replayed on another chain or contract a certificate is worth nothing", async () => {
    const other = await startNetwork({ nodes: 7, chainId: 1_337_000_001 });
    const checkpoint = await network.checkpointOf(5n, claimsTree(leaves(SESH)));
    const foreign = await other.certify(checkpoint);
    await revertsWith(
      network.rewards.write.submitCheckpoint([checkpoint, foreign.signature, "0x", 7n]),
      "InvalidCheckpointSignature",
    );
    // Where it was made for, it counts.
    await other.chain.pass(10);
    await other.checkpoint(5n, leaves(SESH));
    assert.equal((await other.rewards.read.latestCheckpoint()).height, 5n);
  });

  it("the digests are those of EIP-712", async () => {
    const { rewards } = network;
    const checkpoint = await network.checkpointOf(5n, claimsTree([]));
    const { chainId } = network.chain;
    assert.equal(
      await rewards.read.checkpointDigest([checkpoint]),
      digestOf(chainId, network.addresses.serviceNodeRewards, checkpoint),
    );
  });
});

describe("1.16 absentees on small networks: at most ⌊(n − 1) / 3⌋", () => {
  for (let nodes = 1; nodes <= 12; nodes++)
    it(`${nodes} node${nodes === 1 ? "" : "s"}`, async () => {
      const network = await startNetwork({ nodes });
      const most = Math.floor((nodes - 1) / 3);
      // Consensus: more than two thirds.
      assert.equal(nodes - most, Math.floor((2 * nodes) / 3) + 1);
      const ids = (count: number) => Array.from({ length: count }, (_, i) => nodes - i);
      const checkpoint = await network.checkpointOf(1n, claimsTree(leaves(SESH)));
      const certificate = async (absent: number[]) => {
        const { signature, nonSigners, setVersion } = await network.certify(checkpoint, absent);
        return [checkpoint, signature, nonSigners, setVersion] as const;
      };
      if (most + 1 < nodes) {
        const tooFew = network.rewards.write.submitCheckpoint(await certificate(ids(most + 1)));
        assert.deepEqual(await revertsWith(tooFew, "TooManyAbsentees"), [BigInt(most + 1), BigInt(most)]);
      } else {
        // 1.14 Nobody left: the key is infinity, as is the only signature it would verify.
        const nobody = [checkpoint, G2_INFINITY, encodeNonSigners(ids(nodes)), BigInt(nodes)] as const;
        await revertsWith(network.rewards.write.submitCheckpoint(nobody), "PointAtInfinity");
      }
      await network.rewards.write.submitCheckpoint(await certificate(ids(most)));
      assert.equal((await network.rewards.read.latestCheckpoint()).height, 1n);
    });
});
