import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { zeroAddress } from "viem";
import { deployPool, OPERATOR, startPoolNetwork } from "../contribution/support/pools.ts";
import { exitLeaf, rewardLeaf } from "../support/claimsTree.ts";
import { REQUIREMENT, SESH, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import {
  BENEFICIARY,
  beneficiary,
  DAY,
  deployStaking,
  REVOKER,
  revoker,
  rewardsAddress,
  STRANGER,
  type StakingVesting,
  stakeSolo,
  stranger,
  YEAR,
} from "./support/vestings.ts";

const FREE = REQUIREMENT + 7n;
const ALLOCATION = 2n * REQUIREMENT + FREE;
const GAS = { gas: 4_000_000n };

describe("revocation of a vesting that is staked", () => {
  let network: TestNetwork;
  let vesting: StakingVesting;
  let pool: Awaited<ReturnType<typeof deployPool>>;
  let id: number;
  let held: { beneficiary: bigint; revoker: bigint };
  let revert: () => Promise<void>;

  const gained = async () => ({
    beneficiary: (await network.balanceOf(beneficiary)) - held.beneficiary,
    revoker: (await network.balanceOf(revoker)) - held.revoker,
  });
  const revoke = () => vesting.as(REVOKER).write.revoke();

  // One node solo, half a stake in an open pool, the rest free.
  const inPool = REQUIREMENT / 2n;
  before(async () => {
    network = await startPoolNetwork();
    vesting = await deployStaking(network, 2n * YEAR, { allocation: ALLOCATION, transferable: true });
    id = await stakeSolo(network, vesting, 100);
    pool = await deployPool(network, { keyIndex: 101 });
    await pool.contribute(OPERATOR, REQUIREMENT / 4n);
    const terms = await pool.read.termsHash();
    await vesting.as(BENEFICIARY).write.contributeFunds([pool.address, inPool, rewardsAddress, terms], GAS);
    held = { beneficiary: await network.balanceOf(beneficiary), revoker: await network.balanceOf(revoker) };
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("takes what is here at once, no stake and nothing twice", async () => {
    const hash = await revoke();
    const here = ALLOCATION - REQUIREMENT - inPool;
    assert.deepEqual(await vesting.eventsOf(hash), [{ eventName: "VestingRevoked", args: { revoker, amount: here } }]);
    assert.deepEqual(await gained(), { beneficiary: 0n, revoker: here });
    assert.equal(await vesting.read.revokedAt(), await network.chain.now());
    assert.equal((await network.rewards.read.node([id])).state, 1);
    await revertsWith(revoke(), "AlreadyRevoked");
    await revertsWith(vesting.as(REVOKER).write.release(), "NothingToRelease");
  });

  it("is the revoker's alone, and nobody's where there is none", async () => {
    for (const other of [BENEFICIARY, STRANGER]) await revertsWith(vesting.as(other).write.revoke(), "NotRevoker");
    const fixed = await deployStaking(network, YEAR, { allocation: 1n, revocable: false });
    assert.equal(await fixed.read.revoker(), zeroAddress);
    await revertsWith(fixed.as(REVOKER).write.revoke(), "NotRevoker");
  });

  it("ends what the beneficiary may do: no stake, no exit, no handing on, no release at the end", async () => {
    await revoke();
    const { args } = network.registration(102, vesting.address);
    const [pubkey, pop, params] = args;
    const terms = await pool.read.termsHash();
    const as = vesting.as(BENEFICIARY).write;
    await revertsWith(as.addBLSPublicKey([pubkey, pop, params, rewardsAddress, 2n ** 64n]), "VestingIsRevoked");
    await revertsWith(as.contributeFunds([pool.address, 1n, rewardsAddress, terms]), "VestingIsRevoked");
    await revertsWith(as.transferBeneficiary([stranger]), "AlreadyRevoked");
    for (const call of [
      () => as.initiateExitBLSPublicKey([id]),
      () => as.withdrawContribution([pool.address]),
      () => as.updateBeneficiary([pool.address, beneficiary]),
    ])
      assert.deepEqual(await revertsWith(call(), "NotHolder"), [beneficiary, revoker]);
    await network.chain.moveTo(vesting.end);
    await revertsWith(as.release(), "NotHolder");
  });

  it("lets the revoker fetch every stake by the staking rules, and keeps nothing: all parts are the allocation", async () => {
    await revoke();
    const as = vesting.as(REVOKER).write;
    await as.initiateExitBLSPublicKey([id]);
    await network.chain.pass(30n * DAY);
    await network.rewardsAs(STRANGER).write.exitBLSPublicKeyAfterWaitTime([id]);
    await as.withdrawContribution([pool.address]);
    await as.release();
    assert.deepEqual(await gained(), { beneficiary: 0n, revoker: ALLOCATION });
    assert.equal(await vesting.balance(), 0n);
  });

  it("leaves rewards with the address chosen, earned before or after", async () => {
    await revoke();
    await network.chain.pass(60);
    const leaf = rewardLeaf(rewardsAddress, 3n * SESH);
    const { tree } = await network.checkpoint(5n, [leaf, exitLeaf(id)]);
    await network.token.write.bridgeMint([network.addresses.serviceNodeRewards, 3n * SESH]);
    const before = await network.balanceOf(rewardsAddress);
    const claim = [5n, rewardsAddress, 3n * SESH, 2n ** 256n - 1n, tree.proof(leaf)] as const;
    await vesting.as(BENEFICIARY).write.claimRewards(claim);
    assert.equal((await network.balanceOf(rewardsAddress)) - before, 3n * SESH);
    const { beneficiary: toBeneficiary } = await gained();
    assert.equal(toBeneficiary, 0n);
  });

  it("comes too late at the end: staked or not, all is the beneficiary's", async () => {
    await network.chain.setNextTime(vesting.end);
    assert.deepEqual(await revertsWith(vesting.as(REVOKER).write.revoke(GAS), "AlreadyVested"), [vesting.end]);
    const as = vesting.as(BENEFICIARY).write;
    await as.initiateExitBLSPublicKey([id]);
    await as.withdrawContribution([pool.address]);
    await as.release();
    await network.chain.pass(30n * DAY);
    await network.rewardsAs(STRANGER).write.exitBLSPublicKeyAfterWaitTime([id]);
    await revertsWith(vesting.as(REVOKER).write.release(), "NotHolder");
    await as.release();
    assert.deepEqual(await gained(), { beneficiary: ALLOCATION, revoker: 0n });
  });

  it("a pool the operator resets refunds the vesting, whoever holds it", async () => {
    await revoke();
    await pool.as(OPERATOR).write.reset();
    assert.equal(await vesting.balance(), inPool);
    await vesting.as(REVOKER).write.release();
    assert.deepEqual(await gained(), { beneficiary: 0n, revoker: ALLOCATION - REQUIREMENT });
  });
});
