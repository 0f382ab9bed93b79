import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, encodeFunctionData, getAddress, maxUint256, parseEventLogs } from "viem";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { claimsTree, rewardLeaf } from "../support/claimsTree.ts";
import { REQUIREMENT, SESH, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const [alice, bob, carol, dora, emil] = [1, 2, 3, 4, 5].map((n) => getAddress(`0x${"0".repeat(37)}a0${n}`)) as [
  Address,
  Address,
  Address,
  Address,
  Address,
];
const CAP = 1_000_000n * SESH;
const QUARTER = CAP / 4n;
const ALL = maxUint256;
const HALF_DAY = 43_200n;

describe("claims", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;
  let height = 0n;

  /** Own reward funds: what the contract holds above its stakes. */
  const fund = (amount: bigint) => network.tokenAs(7).write.transfer([network.addresses.serviceNodeRewards, amount]);
  const balance = () => network.balanceOf(network.addresses.serviceNodeRewards);
  /** Certifies these lifetimes. @returns a claim of one of them */
  const certify = async (lifetimes: readonly (readonly [Address, bigint])[]) => {
    await network.chain.pass(10);
    height += 1n;
    const at = height;
    const { tree } = await network.checkpoint(
      at,
      lifetimes.map(([recipient, lifetime]) => rewardLeaf(recipient, lifetime)),
    );
    return (recipient: Address, amount: bigint, as = 6) => {
      const lifetime = lifetimes.find(([who]) => who === recipient)?.[1] ?? 0n;
      const proof = tree.proof(rewardLeaf(recipient, lifetime));
      return network.rewardsAs(as).write.claimRewards([at, recipient, lifetime, amount, proof]);
    };
  };
  /** Moves to the very start of a cycle, so that no test crosses one by accident. */
  const freshCycle = async () => {
    const now = await network.chain.now();
    await network.chain.moveTo((now / HALF_DAY + 1n) * HALF_DAY + 1n);
  };

  before(async () => {
    network = await startNetwork({
      nodes: 4,
      mint: [4, 5, 6, 7].map((index) => ({ to: account(index).address, amount: 10_000_000n * SESH })),
    });
    await freshCycle();
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    height = 0n;
    revert = await network.chain.snapshot();
  });

  it("pays the recipient, whoever sends it, and says so", async () => {
    await fund(1_000n * SESH);
    const claim = await certify([
      [alice, 100n * SESH],
      [bob, 5n],
    ]);
    const hash = await claim(alice, ALL);
    assert.equal(await network.balanceOf(alice), 100n * SESH);
    const { logs } = await network.chain.client.getTransactionReceipt({ hash });
    const events = parseEventLogs({ abi: serviceNodeRewardsAbi, logs, eventName: "RewardsClaimed" });
    assert.deepEqual(
      events.map(({ args }) => args),
      [{ recipient: alice, amount: 100n * SESH, lifetimeRewards: 100n * SESH }],
    );
    assert.deepEqual(await network.rewards.read.claims([alice]), [100n * SESH, QUARTER - 100n * SESH]);
  });

  it("in parts, and never twice", async () => {
    await fund(1_000n * SESH);
    const claim = await certify([[alice, 100n * SESH]]);
    await claim(alice, 30n * SESH);
    await claim(alice, 30n * SESH);
    await claim(alice, ALL);
    assert.equal(await network.balanceOf(alice), 100n * SESH);
    assert.deepEqual(await revertsWith(claim(alice, ALL), "NothingToClaim"), [100n * SESH, 100n * SESH]);
    await revertsWith(claim(alice, 0n), "NothingToClaim");
  });

  it("1.6 lifetimes only add up: an old or lower figure takes nothing back", async () => {
    await fund(1_000n * SESH);
    const old = await certify([[alice, 40n * SESH]]);
    const later = await certify([[alice, 100n * SESH]]);
    await later(alice, ALL);
    await revertsWith(old(alice, ALL), "NothingToClaim");
    const lower = await certify([[alice, 60n * SESH]]);
    await revertsWith(lower(alice, ALL), "NothingToClaim");
    assert.equal((await network.rewards.read.claims([alice]))[0], 100n * SESH);
    const higher = await certify([[alice, 101n * SESH]]);
    await higher(alice, ALL);
    assert.equal(await network.balanceOf(alice), 101n * SESH);
  });

  it("refuses a proof of something else (5.14: a leaf has a kind)", async () => {
    await fund(1_000n * SESH);
    await network.chain.pass(10);
    const exit = [2, BigInt(alice), 100n * SESH] as const;
    const { tree } = await network.checkpoint(5n, [rewardLeaf(alice, 100n * SESH), exit]);
    const proof = tree.proof(rewardLeaf(alice, 100n * SESH));
    const { rewards } = network;
    await revertsWith(rewards.write.claimRewards([5n, alice, 101n * SESH, ALL, proof]), "InvalidProof");
    await revertsWith(rewards.write.claimRewards([5n, bob, 100n * SESH, ALL, proof]), "InvalidProof");
    await revertsWith(rewards.write.claimRewards([5n, alice, 100n * SESH, ALL, tree.proof(exit)]), "InvalidProof");
    await revertsWith(rewards.write.claimRewards([4n, alice, 100n * SESH, ALL, proof]), "CheckpointUnknown");
  });

  it("5.14 the tree without leaves pays nobody", async () => {
    const { checkpoint } = await network.checkpoint(5n, []);
    const zero = "0x0000000000000000000000000000000000000000";
    assert.equal(checkpoint.claimsRoot, claimsTree([]).root);
    await revertsWith(network.rewards.write.claimRewards([5n, zero, 0n, ALL, []]), "InvalidProof");
    await revertsWith(network.rewards.write.claimRewards([5n, alice, 1n, ALL, []]), "InvalidProof");
  });

  it("1.17 one recipient takes at most a quarter of a cycle, a stranger can't fill it for others", async () => {
    await fund(3n * CAP);
    const claim = await certify([alice, bob, carol, dora, emil].map((who) => [who, CAP] as const));
    await claim(alice, ALL);
    assert.equal(await network.balanceOf(alice), QUARTER);
    const cycleEnd = ((await network.chain.now()) / HALF_DAY + 1n) * HALF_DAY;
    assert.deepEqual(await revertsWith(claim(alice, ALL), "ClaimCapReached"), [cycleEnd]);
    assert.deepEqual(await network.rewards.read.claimWindow(), [3n * QUARTER, QUARTER, cycleEnd]);
    for (const who of [bob, carol]) await claim(who, ALL);
    await claim(dora, QUARTER - 7n);
    // What is left is paid; at nothing it reverts.
    await claim(emil, ALL);
    assert.equal(await network.balanceOf(emil), 7n);
    await revertsWith(claim(emil, ALL), "ClaimCapReached");
    await revertsWith(claim(dora, ALL), "ClaimCapReached");
    assert.deepEqual(await network.rewards.read.claims([dora]), [QUARTER - 7n, 0n]);
  });

  it("1.17 the view knows that the cycle has rolled over", async () => {
    await fund(3n * CAP);
    const claim = await certify([
      [alice, CAP],
      [bob, CAP],
    ]);
    await claim(alice, ALL);
    const [, , endsAt] = await network.rewards.read.claimWindow();
    await network.chain.moveTo(endsAt - 1n);
    assert.equal((await network.rewards.read.claimWindow())[0], 3n * QUARTER);
    await network.chain.moveTo(endsAt);
    assert.deepEqual(await network.rewards.read.claimWindow(), [CAP, QUARTER, endsAt + HALF_DAY]);
    assert.deepEqual(await network.rewards.read.claims([alice]), [QUARTER, QUARTER]);
    await claim(alice, ALL);
    assert.equal(await network.balanceOf(alice), 2n * QUARTER);
  });

  it("a cap lowered below what is spent leaves nothing, and the views don't fail", async () => {
    await fund(CAP);
    const claim = await certify([
      [alice, CAP],
      [bob, CAP],
    ]);
    await claim(alice, ALL);
    await network.rewardsAs(1).write.setClaimCap([50_000n * SESH]);
    assert.equal((await network.rewards.read.claimWindow())[0], 0n);
    assert.deepEqual(await network.rewards.read.claims([alice]), [QUARTER, 0n]);
    await revertsWith(claim(bob, ALL), "ClaimCapReached");
  });

  it("principal protection: signed nonsense can't touch a stake", async () => {
    // The pool has released next to nothing, the contract holds the stakes only.
    const claim = await certify([[alice, QUARTER]]);
    const [available] = await revertsWith(claim(alice, ALL), "InsufficientRewardFunds");
    assert.ok((available as bigint) < 10_000n * SESH);
    assert.equal(await balance(), 4n * REQUIREMENT);
    await fund(QUARTER - 1n);
    await claim(alice, QUARTER - 1n);
    assert.ok((await balance()) >= (await network.rewards.read.totalPrincipal()));
  });

  it("asks the pool when its own funds are short", async () => {
    await network.chain.pass(30 * 86_400);
    await freshCycle();
    const released = await network.pool.read.calculateReleasedAmount();
    const claim = await certify([[alice, released]]);
    await claim(alice, ALL);
    assert.equal(await network.balanceOf(alice), released);
    assert.ok((await network.pool.read.totalPaidOut()) >= released);
    assert.ok((await balance()) >= 4n * REQUIREMENT);
  });

  it("a failing pool doesn't fail a claim that own funds cover", async () => {
    await fund(10n * SESH);
    const claim = await certify([[alice, 20n * SESH]]);
    // INVALID: every call of the pool fails and eats its gas.
    await network.chain.request("hardhat_setCode", [network.addresses.rewardRatePool, "0xfe"]);
    await claim(alice, 10n * SESH);
    assert.equal(await network.balanceOf(alice), 10n * SESH);
    await revertsWith(claim(alice, ALL), "InsufficientRewardFunds");
  });

  it("5.8 submit and claim: the second of two with the same checkpoint gets its rewards too", async () => {
    await fund(1_000n * SESH);
    const tree = claimsTree([rewardLeaf(alice, 10n * SESH), rewardLeaf(bob, 20n * SESH)]);
    const checkpoint = await network.checkpointOf(5n, tree);
    const { signature, nonSigners, setVersion } = await network.certify(checkpoint, [2]);
    const claim = (recipient: Address, lifetime: bigint) =>
      network
        .rewardsAs(6)
        .write.submitAndClaim([
          checkpoint,
          signature,
          nonSigners,
          setVersion,
          recipient,
          lifetime,
          ALL,
          tree.proof(rewardLeaf(recipient, lifetime)),
        ]);
    await claim(alice, 10n * SESH);
    await claim(bob, 20n * SESH);
    assert.deepEqual([await network.balanceOf(alice), await network.balanceOf(bob)], [10n * SESH, 20n * SESH]);
    // Also after a newer one, and after the set has changed.
    await network.chain.pass(10);
    await network.checkpoint(10n, []);
    await network.registerSolo(50, 4);
    await revertsWith(claim(bob, 20n * SESH), "NothingToClaim");
    for (const id of [...network.keys.keys()].filter((id) => id > 4)) network.keys.delete(id);
  });

  it("multicall: one transaction, several claims; one failure reverts all", async () => {
    await fund(1_000n * SESH);
    await network.chain.pass(10);
    const leaves = [rewardLeaf(alice, 10n), rewardLeaf(bob, 20n)];
    const { tree } = await network.checkpoint(5n, leaves);
    const call = (recipient: Address, lifetime: bigint) =>
      encodeFunctionData({
        abi: serviceNodeRewardsAbi,
        functionName: "claimRewards",
        args: [5n, recipient, lifetime, ALL, tree.proof(rewardLeaf(recipient, lifetime))],
      });
    await revertsWith(
      network.rewards.write.multicall([[call(alice, 10n), call(bob, 20n), call(bob, 20n)]]),
      "NothingToClaim",
    );
    assert.equal(await network.balanceOf(alice), 0n);
    await network.rewards.write.multicall([[call(alice, 10n), call(bob, 20n)]]);
    assert.deepEqual([await network.balanceOf(alice), await network.balanceOf(bob)], [10n, 20n]);
  });

  it("what all signers together can do at worst: reward funds, up to the cap", async () => {
    await network.chain.pass(300 * 86_400);
    await freshCycle();
    const everything = 2n ** 100n;
    const claim = await certify([alice, bob, carol, dora, emil].map((who) => [who, everything] as const));
    let paid = 0n;
    for (const who of [alice, bob, carol, dora, emil]) {
      await claim(who, ALL).catch(() => undefined);
      paid += await network.balanceOf(who);
    }
    assert.ok(paid <= CAP);
    assert.ok((await balance()) >= 4n * REQUIREMENT);
  });
});
