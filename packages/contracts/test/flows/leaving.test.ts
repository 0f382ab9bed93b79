import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, getAddress, parseEventLogs } from "viem";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { sumOf, toAffine96 } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import { exitLeaf, liquidationLeaf } from "../support/claimsTree.ts";
import {
  beneficiary,
  DAY,
  HALF,
  half,
  operator,
  QUARTER,
  SMALL,
  STATE,
  small,
  TO_LIQUIDATOR,
  TO_POOL,
} from "../support/leavers.ts";
import { REQUIREMENT, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

describe("leaving", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;

  const eventsOf = async (hash: `0x${string}`) => {
    const { logs } = await network.chain.client.getTransactionReceipt({ hash });
    return parseEventLogs({
      abi: serviceNodeRewardsAbi,
      logs: logs.filter(({ address }) => address === network.rewards.address.toLowerCase()),
    }).map(({ eventName, args }) => ({ eventName, args }));
  };
  const stateOf = async (id: number) => (await network.rewards.read.node([id])).state;
  /** Has these leaves certified. */
  const certify = async (height: bigint, leaves: Parameters<TestNetwork["checkpoint"]>[1]) => {
    await network.chain.pass(60);
    return (await network.checkpoint(height, leaves)).tree;
  };
  const exit = (id: number, height: bigint, lockedUntil: bigint, tree: Awaited<ReturnType<typeof certify>>) =>
    network.rewardsAs(6).write.exitBLSPublicKey([id, height, lockedUntil, tree.proof(exitLeaf(id, lockedUntil))]);
  const liquidate = (id: number, height: bigint, lockedUntil: bigint, tree: Awaited<ReturnType<typeof certify>>) =>
    network
      .rewardsAs(6)
      .write.liquidateBLSPublicKey([id, height, lockedUntil, tree.proof(liquidationLeaf(id, lockedUntil))]);

  before(async () => {
    // Node 1 has three contributors, one of them small; the others are solo.
    const share = (staker: Address, amount: bigint) => ({ staker, beneficiary, amount });
    network = await startNetwork({
      nodes: 4,
      seedOf: (index) =>
        index === 0 ? { contributors: [share(operator, QUARTER + 1n), share(half, HALF), share(small, SMALL)] } : {},
    });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("a contributor asks; again after an hour, which only repeats the event", async () => {
    const ask = () => network.requestExitAs(half, 1);
    const hash = await ask();
    const first = await network.chain.now();
    assert.deepEqual(await eventsOf(hash), [
      { eventName: "ServiceNodeExitRequest", args: { id: 1, contributor: getAddress(half) } },
    ]);
    await revertsWith(ask(), "TooEarly");
    await network.chain.pass(3_600);
    await ask();
    const node = await network.rewards.read.node([1]);
    assert.equal(node.leaveRequestedAt, first);
    assert.equal(node.lastLeaveRequestAt, await network.chain.now());
    assert.equal(node.state, STATE.active);
  });

  it("one with less than a quarter asks only after 30 days, a stranger never", async () => {
    const { addedAt } = await network.rewards.read.node([1]);
    const asSmall = () => network.requestExitAs(small, 1);
    assert.deepEqual(await revertsWith(asSmall(), "TooEarly"), [addedAt + 30n * DAY]);
    await revertsWith(network.rewardsAs(6).write.initiateExitBLSPublicKey([1]), "NotContributor");
    await revertsWith(network.rewardsAs(6).write.initiateExitBLSPublicKey([9]), "NodeNotActive");
    await network.chain.moveTo(addedAt + 30n * DAY);
    await asSmall();
  });

  it("one with exactly a quarter asks at once", async () => {
    const [most, quarter] = [account(4).address, account(5).address];
    const { args } = network.registration(60, most, [
      { staker: most, beneficiary, amount: REQUIREMENT - QUARTER },
      { staker: quarter, beneficiary, amount: QUARTER },
    ]);
    await network.tokenAs(4).write.approve([network.addresses.serviceNodeRewards, REQUIREMENT]);
    await network.rewardsAs(4).write.addBLSPublicKey(args);
    await network.rewardsAs(5).write.initiateExitBLSPublicKey([256]);
    assert.equal((await network.rewards.read.node([256])).leaveRequestedAt, await network.chain.now());
  });

  it("exit by proof returns every stake to its staker at once, whoever sends it", async () => {
    const tree = await certify(5n, [exitLeaf(1), exitLeaf(2)]);
    const hash = await exit(1, 5n, 0n, tree);
    assert.deepEqual(await eventsOf(hash), [
      { eventName: "ServiceNodeExit", args: { id: 1, returned: REQUIREMENT, lockedUntil: 0n } },
    ]);
    for (const [staker, amount] of [
      [operator, QUARTER + 1n],
      [half, HALF],
      [small, SMALL],
    ] as const)
      assert.equal(await network.balanceOf(staker), amount);
    assert.equal(await stateOf(1), STATE.exited);
    assert.equal(await network.rewards.read.totalPrincipal(), 3n * REQUIREMENT);
    assert.equal(await network.rewards.read.totalNodes(), 3n);
    assert.equal(await network.rewards.read.setVersion(), 5n);
    const left = [...network.keys].filter(([id]) => id !== 1).map(([, key]) => key);
    assert.equal(await network.rewards.read.aggregatePubkey(), toAffine96(sumOf(left)));
    await revertsWith(exit(1, 5n, 0n, tree), "NodeNotActive");
    await revertsWith(network.rewards.write.withdrawLockedStake([1]), "NotLocked");
  });

  it("the last node can leave, and the sum of no keys is infinity", async () => {
    const tree = await certify(
      5n,
      [1, 2, 3, 4].map((id) => exitLeaf(id)),
    );
    for (const id of [1, 2, 3, 4]) await exit(id, 5n, 0n, tree);
    assert.equal(await network.rewards.read.aggregatePubkey(), `0x${"00".repeat(96)}`);
    assert.equal(await network.rewards.read.totalPrincipal(), 0n);
    assert.equal(await network.balanceOf(network.addresses.serviceNodeRewards), 0n);
    await network.chain.pass(60);
    await revertsWith(network.checkpoint(10n, []), "NoNodes");
  });

  it("1.18 a leaf names an id: a key that registers again is another node", async () => {
    const id = await network.registerSolo(50, 4);
    const tree = await certify(5n, [exitLeaf(id)]);
    await exit(id, 5n, 0n, tree);
    network.keys.delete(id);
    const again = await network.registerSolo(50, 4);
    assert.equal(again, id + 1);
    await network.chain.pass(60);
    await revertsWith(exit(id, 5n, 0n, tree), "NodeNotActive");
    const proof = tree.proof(exitLeaf(id));
    await revertsWith(network.rewards.write.exitBLSPublicKey([again, 5n, 0n, proof]), "InvalidProof");
    network.keys.delete(again);
  });

  it("a leaf of one kind doesn't serve for the other, nor with another lock", async () => {
    const tree = await certify(5n, [exitLeaf(2, 100n), liquidationLeaf(3)]);
    const { rewards } = network;
    await revertsWith(
      rewards.write.liquidateBLSPublicKey([2, 5n, 100n, tree.proof(exitLeaf(2, 100n))]),
      "InvalidProof",
    );
    await revertsWith(rewards.write.exitBLSPublicKey([3, 5n, 0n, tree.proof(liquidationLeaf(3))]), "InvalidProof");
    await revertsWith(rewards.write.exitBLSPublicKey([2, 5n, 0n, tree.proof(exitLeaf(2, 100n))]), "InvalidProof");
  });

  it("5.4 nobody leaves by proof before the least age: no flash registration and exit", async () => {
    await network.chain.pass(60);
    const id = await network.registerSolo(50, 4);
    const { addedAt } = await network.rewards.read.node([id]);
    const { tree } = await network.checkpoint(5n, [exitLeaf(id), liquidationLeaf(id)]);
    assert.deepEqual(await revertsWith(exit(id, 5n, 0n, tree), "TooEarly"), [addedAt + 10n]);
    assert.deepEqual(await revertsWith(liquidate(id, 5n, 0n, tree), "TooEarly"), [addedAt + 10n]);
    await network.chain.moveTo(addedAt + 9n);
    await exit(id, 5n, 0n, tree);
    network.keys.delete(id);
  });

  it("1.20 a deregistered node leaves with a lock, by the exit too", async () => {
    const until = (await network.chain.now()) + 10n * DAY;
    const tree = await certify(5n, [exitLeaf(2, until)]);
    const hash = await exit(2, 5n, until, tree);
    assert.deepEqual(await eventsOf(hash), [
      { eventName: "ServiceNodeExit", args: { id: 2, returned: 0n, lockedUntil: until } },
    ]);
    assert.equal(await stateOf(2), STATE.locked);
    assert.equal(await network.rewards.read.totalPrincipal(), 4n * REQUIREMENT);
    assert.equal(await network.rewards.read.totalNodes(), 3n);
    assert.deepEqual(await revertsWith(network.rewards.write.withdrawLockedStake([2]), "TooEarly"), [until]);
    await network.chain.moveTo(until - 1n);
    const before = await network.balanceOf(account(3).address);
    const withdrawn = await network.rewards.write.withdrawLockedStake([2]);
    assert.deepEqual(await eventsOf(withdrawn), [
      { eventName: "LockedStakeWithdrawn", args: { id: 2, returned: REQUIREMENT } },
    ]);
    assert.equal((await network.balanceOf(account(3).address)) - before, REQUIREMENT);
    assert.equal(await stateOf(2), STATE.withdrawn);
    await revertsWith(network.rewards.write.withdrawLockedStake([2]), "NotLocked");
  });

  it("a lock ends 30 days from now, whatever was signed", async () => {
    const until = 2n ** 64n - 1n;
    const tree = await certify(5n, [exitLeaf(2, until), liquidationLeaf(3, until)]);
    await exit(2, 5n, until, tree);
    assert.equal((await network.rewards.read.node([2])).lockedUntil, (await network.chain.now()) + 30n * DAY);
    await liquidate(3, 5n, until, tree);
    assert.equal((await network.rewards.read.node([3])).lockedUntil, (await network.chain.now()) + 30n * DAY);
    await network.chain.pass(30n * DAY);
    for (const id of [2, 3]) await network.rewards.write.withdrawLockedStake([id]);
  });

  it("1.7 a liquidation takes 0.03 % and 0.17 % of the deposit from the operator's stake", async () => {
    const until = (await network.chain.now()) + 10n * DAY;
    const tree = await certify(5n, [liquidationLeaf(1, until)]);
    const liquidator = account(6).address;
    const [before, pool] = [
      await network.balanceOf(liquidator),
      await network.balanceOf(network.addresses.rewardRatePool),
    ];
    const hash = await liquidate(1, 5n, until, tree);
    assert.deepEqual(await eventsOf(hash), [
      {
        eventName: "ServiceNodeLiquidated",
        args: { id: 1, liquidator, liquidatorPenalty: TO_LIQUIDATOR, poolPenalty: TO_POOL, lockedUntil: until },
      },
    ]);
    assert.equal((await network.balanceOf(liquidator)) - before, TO_LIQUIDATOR);
    assert.equal((await network.balanceOf(network.addresses.rewardRatePool)) - pool, TO_POOL);
    const penalty = TO_LIQUIDATOR + TO_POOL;
    assert.equal(penalty, REQUIREMENT / 500n);
    assert.equal(await network.rewards.read.totalPrincipal(), 4n * REQUIREMENT - penalty);
    await network.chain.moveTo(until);
    await network.rewards.write.withdrawLockedStake([1]);
    for (const [staker, amount] of [
      [operator, QUARTER + 1n - penalty],
      [half, HALF],
      [small, SMALL],
    ] as const)
      assert.equal(await network.balanceOf(staker), amount);
    assert.equal(await network.rewards.read.totalPrincipal(), 3n * REQUIREMENT);
    assert.equal((await network.rewards.read.node([1])).penalty, penalty);
  });

  it("1.7 the pool's share is rounded up, the liquidator's down; without a lock the rest returns at once", async () => {
    await network.rewardsAs(1).write.setStakingRequirement([REQUIREMENT + 1n]);
    const key = network.registration(50, account(4).address);
    await network.tokenAs(4).write.approve([network.addresses.serviceNodeRewards, REQUIREMENT + 1n]);
    await network.rewardsAs(4).write.addBLSPublicKey(key.args);
    network.keys.set(256, key.key);
    const tree = await certify(5n, [liquidationLeaf(256)]);
    const before = await network.balanceOf(account(4).address);
    const [liquidated] = await eventsOf(await liquidate(256, 5n, 0n, tree));
    network.keys.delete(256);
    assert.deepEqual(liquidated?.args, {
      id: 256,
      liquidator: account(6).address,
      liquidatorPenalty: TO_LIQUIDATOR,
      poolPenalty: TO_POOL + 1n,
      lockedUntil: 0n,
    });
    assert.equal((await network.balanceOf(account(4).address)) - before, REQUIREMENT - TO_LIQUIDATOR - TO_POOL);
    assert.equal(await stateOf(256), STATE.exited);
    assert.equal(await network.rewards.read.totalPrincipal(), 4n * REQUIREMENT);
    await revertsWith(network.rewards.write.withdrawLockedStake([256]), "NotLocked");
  });

  it("the escape: 30 days after the request, without any checkpoint, open to all", async () => {
    const { rewardsAs, chain } = network;
    await revertsWith(rewardsAs(6).write.exitBLSPublicKeyAfterWaitTime([2]), "ExitNotRequested");
    await rewardsAs(3).write.initiateExitBLSPublicKey([2]);
    const requested = await chain.now();
    await chain.pass(29n * DAY);
    // A repeat doesn't start the wait again.
    await rewardsAs(3).write.initiateExitBLSPublicKey([2]);
    assert.deepEqual(await revertsWith(rewardsAs(6).write.exitBLSPublicKeyAfterWaitTime([2]), "TooEarly"), [
      requested + 30n * DAY,
    ]);
    await chain.moveTo(requested + 30n * DAY);
    const before = await network.balanceOf(account(3).address);
    const hash = await rewardsAs(6).write.exitBLSPublicKeyAfterWaitTime([2]);
    assert.deepEqual(await eventsOf(hash), [
      { eventName: "ServiceNodeExit", args: { id: 2, returned: REQUIREMENT, lockedUntil: 0n } },
    ]);
    assert.equal((await network.balanceOf(account(3).address)) - before, REQUIREMENT);
    await revertsWith(rewardsAs(6).write.exitBLSPublicKeyAfterWaitTime([2]), "NodeNotActive");
    await revertsWith(rewardsAs(3).write.initiateExitBLSPublicKey([2]), "NodeNotActive");
  });

  it("a liquidated node can't escape its lock by the wait", async () => {
    await network.rewardsAs(3).write.initiateExitBLSPublicKey([2]);
    await network.chain.pass(30n * DAY);
    const until = (await network.chain.now()) + 20n * DAY;
    const tree = await certify(5n, [liquidationLeaf(2, until)]);
    await liquidate(2, 5n, until, tree);
    await revertsWith(network.rewards.write.exitBLSPublicKeyAfterWaitTime([2]), "NodeNotActive");
  });

  it("an id never given is nobody", async () => {
    for (const id of [0, 5, 255, 256, 2 ** 24 - 1]) {
      const node = await network.rewards.read.node([id]);
      assert.deepEqual([node.state, node.deposit, node.contributors], [STATE.none, 0n, []]);
      await revertsWith(network.rewards.write.withdrawLockedStake([id]), "NotLocked");
      await revertsWith(network.rewards.write.exitBLSPublicKeyAfterWaitTime([id]), "NodeNotActive");
    }
  });
});
