import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, zeroAddress, zeroHash } from "viem";
import { deployContract } from "viem/actions";
import { seshL2Artifact, tokenVestingStakingArtifact } from "../../src/index.ts";
import { deployPool, OPERATOR, startPoolNetwork } from "../contribution/support/pools.ts";
import { account } from "../support/chain.ts";
import { exitLeaf, rewardLeaf } from "../support/claimsTree.ts";
import { REQUIREMENT, SESH, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import {
  BENEFICIARY,
  beneficiary,
  DAY,
  deployStaking,
  REVOKER,
  REWARDS,
  rewardsAddress,
  STRANGER,
  type StakingVesting,
  stakeSolo,
  stranger,
  YEAR,
} from "./support/vestings.ts";

const ALLOCATION = 3n * REQUIREMENT;
const NO_LIMIT = 2n ** 64n;
const GAS = { gas: 4_000_000n };

describe("a vesting that can be staked", () => {
  let network: TestNetwork;
  let vesting: StakingVesting;
  let revert: () => Promise<void>;

  before(async () => {
    network = await startPoolNetwork();
    vesting = await deployStaking(network, 2n * YEAR, { allocation: ALLOCATION });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("releases nothing until the second before its end, then everything, to the beneficiary alone", async () => {
    const { chain } = network;
    const before = await network.balanceOf(beneficiary);
    await chain.moveTo(vesting.end - 2n);
    assert.equal(await vesting.read.releasable(), 0n);
    await chain.setNextTime(vesting.end - 1n);
    await revertsWith(vesting.as(BENEFICIARY).write.release(GAS), "NothingToRelease");
    await chain.moveTo(vesting.end);
    assert.equal(await vesting.read.releasable(), ALLOCATION);
    for (const other of [REVOKER, STRANGER])
      assert.deepEqual(await revertsWith(vesting.as(other).write.release(), "NotHolder"), [
        account(other).address,
        beneficiary,
      ]);
    const hash = await vesting.as(BENEFICIARY).write.release();
    assert.deepEqual(await vesting.eventsOf(hash), [
      { eventName: "TokensReleased", args: { to: beneficiary, amount: ALLOCATION } },
    ]);
    assert.equal((await network.balanceOf(beneficiary)) - before, ALLOCATION);
    assert.equal(await vesting.read.released(), ALLOCATION);
    await revertsWith(vesting.as(BENEFICIARY).write.release(), "NothingToRelease");
  });

  it("stakes solo: the contract is staker and operator, rewards are the chosen address's", async () => {
    const { key, args } = network.registration(100, vesting.address);
    const [pubkey, pop, params] = args;
    const hash = await vesting
      .as(BENEFICIARY)
      .write.addBLSPublicKey([pubkey, pop, params, rewardsAddress, REQUIREMENT]);
    assert.deepEqual(await vesting.eventsOf(hash), [
      {
        eventName: "SoloStaked",
        args: { rewardsBeneficiary: rewardsAddress, amount: REQUIREMENT, blsPubkey: pubkey },
      },
    ]);
    const id = await network.rewards.read.nodeIdByBlsKey([key.affine]);
    const node = await network.rewards.read.node([id]);
    assert.equal(node.operator, vesting.address);
    assert.deepEqual(node.contributors, [
      { staker: vesting.address, beneficiary: rewardsAddress, amount: REQUIREMENT },
    ]);
    assert.equal(await vesting.balance(), ALLOCATION - REQUIREMENT);
    const allowance = await network.token.read.allowance([vesting.address, network.addresses.serviceNodeRewards]);
    assert.equal(allowance, 0n);
  });

  it("1.2, 1.9: a proof of possession of another operator is refused on this path, too", async () => {
    const { args } = network.registration(100, beneficiary);
    const [pubkey, pop, params] = args;
    const call = vesting.as(BENEFICIARY).write.addBLSPublicKey([pubkey, pop, params, rewardsAddress, NO_LIMIT]);
    await revertsWith(call, "InvalidProofOfPossession");
  });

  it("1.10: a requirement raised since the beneficiary looked stakes no more than agreed", async () => {
    const { args } = network.registration(100, vesting.address);
    const [pubkey, pop, params] = args;
    await network.rewardsAs(1).write.setStakingRequirement([REQUIREMENT + 1n]);
    const call = vesting.as(BENEFICIARY).write.addBLSPublicKey([pubkey, pop, params, rewardsAddress, REQUIREMENT]);
    assert.deepEqual(await revertsWith(call, "StakeAboveLimit"), [REQUIREMENT + 1n, REQUIREMENT]);
  });

  it("only the beneficiary stakes, and rewards can't be sent nowhere or here", async () => {
    const { args } = network.registration(100, vesting.address);
    const [pubkey, pop, params] = args;
    const pool = await deployPool(network);
    for (const other of [REVOKER, STRANGER]) {
      const as = vesting.as(other).write;
      await revertsWith(as.addBLSPublicKey([pubkey, pop, params, rewardsAddress, NO_LIMIT]), "NotBeneficiary");
      await revertsWith(as.contributeFunds([pool.address, 1n, rewardsAddress, zeroHash]), "NotBeneficiary");
      await revertsWith(as.updateBeneficiary([pool.address, rewardsAddress]), "NotHolder");
      await revertsWith(as.withdrawContribution([pool.address]), "NotHolder");
      await revertsWith(as.initiateExitBLSPublicKey([1]), "NotHolder");
      await revertsWith(as.rescueERC20([pool.address]), "NotHolder");
    }
    for (const wrong of [zeroAddress, vesting.address]) {
      const call = vesting.as(BENEFICIARY).write.addBLSPublicKey([pubkey, pop, params, wrong, NO_LIMIT]);
      assert.deepEqual(await revertsWith(call, "InvalidRewardsBeneficiary"), [wrong]);
    }
  });

  it("a stake comes back here, locked as before; after the end it is the beneficiary's", async () => {
    const id = await stakeSolo(network, vesting, 100);
    await vesting.as(BENEFICIARY).write.initiateExitBLSPublicKey([id]);
    await network.chain.pass(60);
    const { tree } = await network.checkpoint(5n, [exitLeaf(id)]);
    await network.rewardsAs(STRANGER).write.exitBLSPublicKey([id, 5n, 0n, tree.proof(exitLeaf(id))]);
    assert.equal(await vesting.balance(), ALLOCATION);
    assert.equal(await vesting.read.releasable(), 0n);
    await revertsWith(vesting.as(BENEFICIARY).write.release(GAS), "NothingToRelease");
  });

  it("a stake that returns after the end is released then", async () => {
    const id = await stakeSolo(network, vesting, 100);
    await network.chain.moveTo(vesting.end);
    await vesting.as(BENEFICIARY).write.release();
    assert.equal(await vesting.read.released(), ALLOCATION - REQUIREMENT);
    await vesting.as(BENEFICIARY).write.initiateExitBLSPublicKey([id]);
    await network.chain.pass(30n * DAY);
    await network.rewardsAs(STRANGER).write.exitBLSPublicKeyAfterWaitTime([id]);
    await vesting.as(BENEFICIARY).write.release();
    assert.equal(await vesting.read.released(), ALLOCATION);
    assert.equal(await vesting.balance(), 0n);
  });

  it("claims rewards for the chosen address, which they reach directly", async () => {
    await stakeSolo(network, vesting, 100);
    await network.chain.pass(60);
    const leaf = rewardLeaf(rewardsAddress, 5n * SESH);
    const { tree } = await network.checkpoint(5n, [leaf]);
    await network.token.write.bridgeMint([network.addresses.serviceNodeRewards, 5n * SESH]);
    const before = await network.balanceOf(rewardsAddress);
    await vesting
      .as(BENEFICIARY)
      .write.claimRewards([5n, rewardsAddress, 5n * SESH, 2n ** 256n - 1n, tree.proof(leaf)]);
    assert.equal((await network.balanceOf(rewardsAddress)) - before, 5n * SESH);
    assert.equal(await vesting.balance(), ALLOCATION - REQUIREMENT);
  });

  it("joins a pool of the factory, changes where its rewards go, and withdraws", async () => {
    const pool = await deployPool(network);
    await pool.contribute(OPERATOR, REQUIREMENT / 4n);
    const amount = REQUIREMENT / 2n;
    const terms = await pool.read.termsHash();
    const hash = await vesting
      .as(BENEFICIARY)
      .write.contributeFunds([pool.address, amount, rewardsAddress, terms], GAS);
    assert.deepEqual(await vesting.eventsOf(hash), [
      { eventName: "PoolStaked", args: { pool: pool.address, rewardsBeneficiary: rewardsAddress, amount } },
    ]);
    assert.equal(await network.token.read.allowance([vesting.address, pool.address]), 0n);
    await vesting.as(BENEFICIARY).write.updateBeneficiary([pool.address, stranger]);
    const [inside] = await pool.read.contributionOf([vesting.address]);
    assert.deepEqual([inside.staker, inside.beneficiary, inside.amount], [vesting.address, stranger, amount]);
    await revertsWith(vesting.as(BENEFICIARY).write.withdrawContribution([pool.address]), "WithdrawalTooEarly");
    await network.chain.pass(DAY);
    const withdrawn = await vesting.as(BENEFICIARY).write.withdrawContribution([pool.address]);
    assert.deepEqual(await vesting.eventsOf(withdrawn), [
      { eventName: "PoolWithdrawn", args: { pool: pool.address, amount } },
    ]);
    assert.equal(await vesting.balance(), ALLOCATION);
  });

  it("fills a pool and is a staker of its node; other terms than those accepted take nothing", async () => {
    const pool = await deployPool(network);
    await pool.contribute(OPERATOR, REQUIREMENT / 4n);
    const rest = REQUIREMENT - REQUIREMENT / 4n;
    const stake = (terms: `0x${string}`) =>
      vesting.as(BENEFICIARY).write.contributeFunds([pool.address, rest, rewardsAddress, terms], GAS);
    await revertsWith(stake(`0x${"11".repeat(32)}`), "TermsChanged");
    await stake(await pool.read.termsHash());
    const id = await pool.read.nodeId();
    const { contributors } = await network.rewards.read.node([id]);
    assert.deepEqual(contributors[1], { staker: vesting.address, beneficiary: rewardsAddress, amount: rest });
    // At least a quarter of the stake: no wait before the request.
    await vesting.as(BENEFICIARY).write.initiateExitBLSPublicKey([id]);
    await network.chain.pass(30n * DAY);
    await network.rewardsAs(STRANGER).write.exitBLSPublicKeyAfterWaitTime([id]);
    assert.equal(await vesting.balance(), ALLOCATION);
  });

  it("a pool nobody of the factory made gets nothing", async () => {
    const hash = await deployContract(network.chain.wallet(STRANGER), {
      ...seshL2Artifact,
      args: [stranger, stranger],
    });
    const { contractAddress: fake } = await network.chain.client.getTransactionReceipt({ hash });
    assert.ok(fake != null);
    for (const pool of [fake, stranger, network.addresses.serviceNodeRewards]) {
      const as = vesting.as(BENEFICIARY).write;
      for (const call of [
        () => as.contributeFunds([pool, ALLOCATION, rewardsAddress, zeroHash]),
        () => as.updateBeneficiary([pool, rewardsAddress]),
        () => as.withdrawContribution([pool]),
      ])
        assert.deepEqual(
          (await revertsWith(call(), "UnknownPool")).map(String).map((a) => a.toLowerCase()),
          [pool.toLowerCase()],
        );
    }
    assert.equal(await vesting.balance(), ALLOCATION);
  });

  it("a pool that takes another amount than agreed gets nothing, even one a factory owns", async () => {
    // Code that answers every call with 1: a factory that owns every pool, and a pool that takes nothing. The factory's
    // own pools take exactly what they are asked to, so none of them can show it.
    const always: Address = "0x0000000000000000000000000000000000000c01";
    await network.chain.request("hardhat_setCode", [always, "0x60015f5260205ff3"]);
    const addresses = { ...network.addresses, serviceNodeContributionFactory: always };
    const other = await deployStaking({ ...network, addresses }, YEAR, { allocation: ALLOCATION });
    const call = other.as(BENEFICIARY).write.contributeFunds([always, 7n, rewardsAddress, zeroHash]);
    assert.deepEqual(await revertsWith(call, "UnexpectedAmount"), [0n, 7n]);
    assert.equal(await network.token.read.allowance([other.address, always]), 0n);
  });

  it("1.8: rescues foreign tokens for the holder, never SESH", async () => {
    const hash = await deployContract(network.chain.wallet(REWARDS), {
      ...seshL2Artifact,
      args: [stranger, rewardsAddress],
    });
    const { contractAddress: foreign } = await network.chain.client.getTransactionReceipt({ hash });
    assert.ok(foreign != null);
    const foreignToken = { address: foreign, abi: seshL2Artifact.abi } as const;
    await network.chain.wallet(REWARDS).writeContract({
      ...foreignToken,
      functionName: "bridgeMint",
      args: [vesting.address, 77n],
    });
    assert.deepEqual(
      await revertsWith(vesting.as(BENEFICIARY).write.rescueERC20([network.addresses.seshL2]), "VestedTokenNotForeign"),
      [network.token.address],
    );
    await vesting.as(BENEFICIARY).write.rescueERC20([foreign]);
    const rescued = await network.chain.client.readContract({
      ...foreignToken,
      functionName: "balanceOf",
      args: [beneficiary],
    });
    assert.equal(rescued, 77n);
    assert.equal(await vesting.balance(), ALLOCATION);
  });

  it("is handed on only where that is allowed, and the new beneficiary takes all of it", async () => {
    await revertsWith(vesting.as(BENEFICIARY).write.transferBeneficiary([stranger]), "BeneficiaryNotTransferable");
    const movable = await deployStaking(network, YEAR, { allocation: 5n, transferable: true });
    await revertsWith(movable.as(STRANGER).write.transferBeneficiary([stranger]), "NotBeneficiary");
    await revertsWith(movable.as(BENEFICIARY).write.transferBeneficiary([zeroAddress]), "ZeroAddress");
    await movable.as(BENEFICIARY).write.transferBeneficiary([stranger]);
    await revertsWith(movable.as(BENEFICIARY).write.initiateExitBLSPublicKey([1]), "NotHolder");
    await network.chain.moveTo(movable.end);
    await movable.as(STRANGER).write.release();
    assert.equal(await movable.balance(), 0n);
  });

  it("can't be made with an end in the past or without its parts", async () => {
    const { serviceNodeRewards, serviceNodeContributionFactory } = network.addresses;
    const deploy = (rewards: `0x${string}`, factory: `0x${string}`, who: `0x${string}`, end: bigint) =>
      deployContract(network.chain.wallet(0), {
        ...tokenVestingStakingArtifact,
        args: [rewards, factory, who, zeroAddress, false, end],
        ...GAS,
      });
    const now = await network.chain.now();
    const factory = serviceNodeContributionFactory;
    await revertsWith(deploy(serviceNodeRewards, factory, beneficiary, now), "InvalidSchedule");
    await revertsWith(deploy(serviceNodeRewards, zeroAddress, beneficiary, now + YEAR), "ZeroAddress");
    await revertsWith(deploy(serviceNodeRewards, factory, zeroAddress, now + YEAR), "ZeroAddress");
  });
});
