import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { encodeFunctionData, zeroHash } from "viem";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { claimsTree, exitLeaf, liquidationLeaf, rewardLeaf } from "../support/claimsTree.ts";
import { GUARDIAN, OWNER, REQUIREMENT, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const DAY = 86_400n;
const alice = account(4).address;

describe("pause", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;
  let pausedAt: bigint;
  const pause = async (as = GUARDIAN) => {
    await network.rewardsAs(as).write.pause();
    pausedAt = await network.chain.now();
  };

  before(async () => {
    network = await startNetwork({ nodes: 4 });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("1.11 stops registration, checkpoints, claims, exits by proof and liquidations, by multicall too", async () => {
    await network.chain.pass(60);
    const leaves = [rewardLeaf(alice, 1n), exitLeaf(1), liquidationLeaf(2)];
    const { checkpoint, tree } = await network.checkpoint(5n, leaves);
    const next = { ...(await network.checkpointOf(6n, claimsTree([]))), time: checkpoint.time + 10n };
    const { signature, nonSigners, setVersion } = await network.certify(next);
    await network.tokenAs(4).write.approve([network.addresses.serviceNodeRewards, REQUIREMENT]);
    await network.tokenAs(4).write.transfer([network.addresses.serviceNodeRewards, 1n]);
    const { rewards } = network;
    const { args } = network.registration(50, alice);
    const proof = (leaf: Parameters<typeof tree.proof>[0]) => tree.proof(leaf);
    const claim = [5n, alice, 1n, 1n, proof(rewardLeaf(alice, 1n))] as const;
    const calls: (() => Promise<unknown>)[] = [
      () => rewards.write.submitCheckpoint([next, signature, nonSigners, setVersion]),
      () =>
        rewards.write.submitAndClaim([
          checkpoint,
          "0x",
          "0x",
          0n,
          ...(claim.slice(1) as [typeof alice, bigint, bigint, `0x${string}`[]]),
        ]),
      () => rewards.write.claimRewards(claim),
      () => rewards.write.exitBLSPublicKey([1, 5n, 0n, proof(exitLeaf(1))]),
      () => rewards.write.liquidateBLSPublicKey([2, 5n, 0n, proof(liquidationLeaf(2))]),
      () =>
        rewards.write.multicall([
          [encodeFunctionData({ abi: serviceNodeRewardsAbi, functionName: "claimRewards", args: claim })],
        ]),
      () => network.rewardsAs(4).write.addBLSPublicKey(args),
      () => network.rewardsAs(4).write.addBLSPublicKeyWithPermit([...args, 0n, 27, zeroHash, zeroHash]),
    ];
    const running = await network.chain.snapshot();
    await pause();
    for (const call of calls) assert.deepEqual(await revertsWith(call(), "EnforcedPause"), [pausedAt + 14n * DAY]);
    await running();
    // Without the pause the same calls are fine, but for those that repeat another: claims 1 and 5, registration 7.
    for (const [i, call] of calls.entries()) if (![1, 5, 7].includes(i)) await call();
  });

  it("5.11 never stops requests, the exit after the wait, and locked stakes", async () => {
    await network.chain.pass(60);
    const until = (await network.chain.now()) + 5n * DAY;
    const { tree } = await network.checkpoint(5n, [exitLeaf(1, until)]);
    await network.rewards.write.exitBLSPublicKey([1, 5n, until, tree.proof(exitLeaf(1, until))]);
    await network.rewardsAs(3).write.initiateExitBLSPublicKey([2]);
    await network.chain.pass(29n * DAY);
    await pause();
    await network.rewards.write.withdrawLockedStake([1]);
    await network.rewardsAs(3).write.initiateExitBLSPublicKey([3]);
    await network.chain.pass(DAY);
    await network.rewards.write.exitBLSPublicKeyAfterWaitTime([2]);
    assert.ok((await network.chain.now()) < (await network.rewards.read.pausedUntil()));
  });

  it("ends by itself after 14 days and can't be renewed for 30 more", async () => {
    await pause();
    const end = pausedAt + 14n * DAY;
    assert.equal(await network.rewards.read.pausedUntil(), end);
    assert.deepEqual(await revertsWith(network.rewardsAs(GUARDIAN).write.pause(), "PauseTooSoon"), [end + 30n * DAY]);
    await network.chain.moveTo(end - 1n);
    await network.checkpoint(5n, []); // mined in the pause's first second after
    await network.chain.moveTo(end + 30n * DAY - 2n);
    await revertsWith(network.rewardsAs(OWNER).write.pause(), "PauseTooSoon");
    await network.chain.moveTo(end + 30n * DAY);
    await pause();
    assert.equal(await network.rewards.read.pausedUntil(), pausedAt + 14n * DAY);
  });

  it("can be ended early, which doesn't allow the next one sooner than 30 days later", async () => {
    await revertsWith(network.rewardsAs(GUARDIAN).write.unpause(), "NotPaused");
    await pause(OWNER);
    await network.chain.pass(DAY);
    await network.rewardsAs(GUARDIAN).write.unpause();
    const ended = await network.chain.now();
    await network.checkpoint(5n, []);
    assert.deepEqual(await revertsWith(network.rewardsAs(GUARDIAN).write.pause(), "PauseTooSoon"), [ended + 30n * DAY]);
    await revertsWith(network.rewardsAs(GUARDIAN).write.unpause(), "NotPaused");
  });

  it("is the guardian's and the owner's; the guardian can do nothing else", async () => {
    await revertsWith(network.rewardsAs(4).write.pause(), "NotGuardian");
    await revertsWith(network.rewardsAs(4).write.unpause(), "NotGuardian");
    const guardian = network.rewardsAs(GUARDIAN).write;
    const owners: (() => Promise<unknown>)[] = [
      () => guardian.setStakingRequirement([REQUIREMENT]),
      () => guardian.setMaxContributors([5n]),
      () => guardian.setClaimCap([10n ** 15n]),
      () => guardian.setAbsenteeCap([400n]),
      () => guardian.setLiquidationRatios([0n, 0n, 1n]),
      () => guardian.setGuardian([alice]),
      () => guardian.transferOwnership([alice]),
    ];
    for (const call of owners) await revertsWith(call(), "OwnableUnauthorizedAccount");
    await network.rewardsAs(OWNER).write.setGuardian([alice]);
    await revertsWith(guardian.pause(), "NotGuardian");
    await network.rewardsAs(4).write.pause();
  });
});
