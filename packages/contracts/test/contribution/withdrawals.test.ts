import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, zeroAddress } from "viem";
import { account } from "../support/chain.ts";
import { GUARDIAN, OWNER, REQUIREMENT, SESH, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import { deployPool, OPERATOR, restoring, STATE, startPoolNetwork, type TestPool } from "./support/pools.ts";

const [alice, bob, carol] = [4, 5, 6].map((index) => account(index).address) as [Address, Address, Address];
const QUARTER = REQUIREMENT / 4n;
const DAY = 86_400n;

describe("taking back what is in a pool", () => {
  let network: TestNetwork;
  let pool: TestPool;
  const fresh = restoring(() => network);
  const withdraw = (index: number) => pool.as(index).write.withdrawContribution();
  /** What an action moves to the addresses. */
  async function paidTo(addresses: readonly Address[], action: () => Promise<unknown>): Promise<bigint[]> {
    const before = await Promise.all(addresses.map(network.balanceOf));
    await action();
    const after = await Promise.all(addresses.map(network.balanceOf));
    return after.map((balance, i) => balance - (before[i] ?? 0n));
  }

  before(async () => {
    network = await startPoolNetwork();
    pool = await deployPool(network, { manualFinalize: true });
    await pool.contribute(OPERATOR, QUARTER);
  });
  beforeEach(fresh);

  it("a contributor withdraws 24 hours after its own last contribution", async () => {
    await pool.contribute(5, QUARTER);
    await pool.contribute(6, QUARTER);
    await network.chain.pass(DAY / 2n);
    await pool.contribute(5, 1n);
    const last = await network.chain.now();
    const [contribution, from] = await pool.read.contributionOf([bob]);
    assert.deepEqual(
      [contribution, from],
      [{ staker: bob, beneficiary: bob, amount: QUARTER + 1n, contributedAt: last }, last + DAY],
    );
    await network.chain.setNextTime(last + DAY - 1n);
    assert.deepEqual(await revertsWith(withdraw(5), "WithdrawalTooEarly"), [last + DAY]);
    // Carol's day is over; what bob did doesn't matter to it.
    assert.deepEqual(await paidTo([carol], () => withdraw(6)), [QUARTER]);
    await network.chain.setNextTime(last + DAY);
    const hash = await withdraw(5);
    assert.deepEqual(await pool.eventsOf(hash), [
      { eventName: "ContributionWithdrawn", args: { staker: bob, amount: QUARTER + 1n, contributed: QUARTER } },
    ]);
    assert.equal(await pool.balance(), QUARTER);
    assert.deepEqual(await revertsWith(withdraw(5), "NotContributor"), [bob]);
    await revertsWith(withdraw(7), "NotContributor");
    // Once out, bob is a newcomer again.
    assert.equal((await pool.limits(5))[0], (3n * QUARTER + 8n) / 9n);
  });

  it("the operator stays first whoever leaves, and others keep what they have", async () => {
    for (const index of [5, 6, 7]) await pool.contribute(index, 2_500n * SESH, account(index + 1).address);
    await network.chain.pass(DAY);
    await withdraw(5);
    const { contributions } = await pool.read.pool();
    assert.deepEqual(
      contributions.map(({ staker, beneficiary }) => [staker, beneficiary]),
      [
        [alice, alice],
        [account(7).address, account(8).address],
        [carol, account(7).address],
      ],
    );
    await withdraw(7);
    await withdraw(6);
    assert.deepEqual(
      (await pool.read.pool()).contributions.map(({ staker }) => staker),
      [alice],
    );
    assert.equal(await pool.read.state(), STATE.open);
  });

  it("the operator's withdrawal, at any time, resets the pool and refunds all", async () => {
    await pool.contribute(5, QUARTER);
    await pool.contribute(6, QUARTER);
    const paid = await paidTo([alice, bob, carol], () => withdraw(OPERATOR));
    assert.deepEqual(paid, [QUARTER, QUARTER, QUARTER]);
    const is = await pool.read.pool();
    assert.deepEqual([is.state, is.contributions, is.resets], [STATE.waitForOperator, [], 1]);
    assert.equal(await pool.balance(), 0n);
    await revertsWith(withdraw(OPERATOR), "NotContributor");
    await pool.contribute(OPERATOR, QUARTER);
    const hash = await pool.as(OPERATOR).write.reset();
    assert.deepEqual(await pool.eventsOf(hash), [
      { eventName: "ContributionWithdrawn", args: { staker: alice, amount: QUARTER, contributed: 0n } },
      { eventName: "PoolReset", args: { resets: 2 } },
    ]);
  });

  it("1.5 a withdrawal from a full pool opens it again", async () => {
    await pool.contribute(5, 3n * QUARTER);
    assert.equal(await pool.read.state(), STATE.waitForFinalized);
    await network.chain.pass(DAY);
    await withdraw(5);
    assert.equal(await pool.read.state(), STATE.open);
    await revertsWith(pool.as(OPERATOR).write.finalize(), "NotFull");
    await pool.contribute(6, 3n * QUARTER);
    assert.equal(await pool.read.state(), STATE.waitForFinalized);
    await withdraw(OPERATOR);
    assert.equal(await pool.read.state(), STATE.waitForOperator);
    await pool.contribute(OPERATOR, QUARTER);
    await pool.contribute(6, 3n * QUARTER);
    await pool.as(OPERATOR).write.finalize();
    assert.equal(await pool.read.state(), STATE.finalized);
  });

  it("1.5 a beneficiary can be changed until the registration and not after", async () => {
    await pool.contribute(5, QUARTER);
    const hash = await pool.as(5).write.updateBeneficiary([carol]);
    assert.deepEqual(await pool.eventsOf(hash), [
      { eventName: "BeneficiaryUpdated", args: { staker: bob, beneficiary: carol } },
    ]);
    await pool.as(OPERATOR).write.updateBeneficiary([bob]);
    await revertsWith(pool.as(6).write.updateBeneficiary([carol]), "NotContributor");
    for (const invalid of [zeroAddress, pool.address]) {
      await revertsWith(pool.as(5).write.updateBeneficiary([invalid]), "InvalidBeneficiary");
      await revertsWith(pool.contribute(6, QUARTER, invalid), "InvalidBeneficiary");
    }
    await pool.contribute(6, QUARTER, alice);
    // A later contribution names its beneficiary for all of them.
    await pool.contribute(6, QUARTER, carol);
    await pool.as(5).write.updateBeneficiary([account(9).address]);
    await pool.as(OPERATOR).write.finalize();
    const { contributors } = await network.rewards.read.node([256]);
    assert.deepEqual(
      contributors.map(({ beneficiary }) => beneficiary),
      [bob, account(9).address, carol],
    );
    for (const index of [OPERATOR, 5]) {
      await revertsWith(pool.as(index).write.updateBeneficiary([alice]), "AlreadyFinalized");
      await revertsWith(withdraw(index), "AlreadyFinalized");
    }
    assert.equal((await pool.read.contributionOf([bob]))[1], 0n);
    await revertsWith(pool.as(OPERATOR).write.reset(), "AlreadyFinalized");
    await revertsWith(pool.as(OPERATOR).write.updateManualFinalize([false]), "AlreadyFinalized");
  });

  it("a reservation is kept again for whoever withdraws", async () => {
    const reserved = [{ contributor: bob, amount: QUARTER }];
    const kept = await deployPool(network, { reserved, keyIndex: 101 });
    await kept.contribute(OPERATOR, QUARTER);
    await kept.contribute(5, QUARTER + 7n);
    assert.equal((await kept.read.pool()).reservedOutstanding, 0n);
    await network.chain.pass(DAY);
    await kept.as(5).write.withdrawContribution();
    const is = await kept.read.pool();
    assert.deepEqual([is.reservedOutstanding, is.openSlots, is.maximumContribution], [QUARTER, 8n, 2n * QUARTER]);
    assert.deepEqual(await kept.limits(5), [QUARTER, 3n * QUARTER]);
  });

  it("1.8 rescue moves nothing while a contributor's token is inside, and everything else otherwise", async () => {
    const { seshL2 } = network.addresses;
    const other = await deployPool(network, { keyIndex: 101 });
    const rescue = (of: TestPool) => of.as(OPERATOR).write.rescueERC20([seshL2]);
    // Somebody's mistake.
    await network.tokenAs(7).write.transfer([pool.address, 3n * SESH]);
    await pool.contribute(5, QUARTER);
    assert.deepEqual(await revertsWith(rescue(pool), "ContributionsInside"), [2n * QUARTER]);
    await pool.contribute(6, 2n * QUARTER);
    await revertsWith(rescue(pool), "ContributionsInside");
    assert.equal(await pool.balance(), REQUIREMENT + 3n * SESH);
    await withdraw(OPERATOR);
    assert.equal(await pool.balance(), 3n * SESH, "every contribution went back, nothing else");
    const [paid] = await paidTo([alice], () => rescue(pool));
    assert.equal(paid, 3n * SESH);
    assert.deepEqual(await revertsWith(rescue(pool), "NothingToRescue"), [seshL2]);
    // After the registration, too.
    await other.contribute(OPERATOR, REQUIREMENT);
    await network.tokenAs(7).write.transfer([other.address, 5n]);
    const hash = await rescue(other);
    assert.deepEqual(await other.eventsOf(hash), [{ eventName: "Rescued", args: { token: seshL2, amount: 5n } }]);
  });

  it("1.10 a changed requirement stops contributions with its error, withdrawals work", async () => {
    await pool.contribute(5, QUARTER);
    await network.rewardsAs(OWNER).write.setStakingRequirement([REQUIREMENT + SESH]);
    assert.deepEqual(await revertsWith(pool.contribute(6, QUARTER), "StakingRequirementChanged"), [
      REQUIREMENT,
      REQUIREMENT + SESH,
    ]);
    await network.chain.pass(DAY);
    assert.deepEqual(await paidTo([bob], () => withdraw(5)), [QUARTER]);
    assert.deepEqual(await paidTo([alice], () => withdraw(OPERATOR)), [QUARTER]);
    await revertsWith(pool.contribute(OPERATOR, QUARTER), "StakingRequirementChanged");
    await network.rewardsAs(OWNER).write.setStakingRequirement([REQUIREMENT]);
    await pool.contribute(OPERATOR, QUARTER);
  });

  it("1.10 a changed contributor limit stops contributions with its error, withdrawals work", async () => {
    await pool.contribute(5, QUARTER);
    for (const limit of [2n, 9n]) {
      await network.rewardsAs(OWNER).write.setMaxContributors([limit]);
      assert.deepEqual(await revertsWith(pool.contribute(6, QUARTER), "MaxContributorsChanged"), [10n, limit]);
    }
    await network.chain.pass(DAY);
    assert.deepEqual(await paidTo([bob], () => withdraw(5)), [QUARTER]);
    assert.deepEqual(await paidTo([alice], () => withdraw(OPERATOR)), [QUARTER]);
  });

  it("1.10 a pool that was full before the change can't register and gives everything back", async () => {
    await pool.contribute(5, QUARTER);
    await pool.contribute(6, 2n * QUARTER);
    await network.rewardsAs(OWNER).write.setStakingRequirement([REQUIREMENT + SESH]);
    assert.deepEqual(await revertsWith(pool.as(OPERATOR).write.finalize(), "WrongStake"), [
      REQUIREMENT,
      REQUIREMENT + SESH,
    ]);
    await network.rewardsAs(OWNER).write.setStakingRequirement([REQUIREMENT]);
    await network.rewardsAs(OWNER).write.setMaxContributors([2n]);
    assert.deepEqual(await revertsWith(pool.as(OPERATOR).write.finalize(), "TooManyContributors"), [3n, 2n]);
    await network.chain.pass(DAY);
    assert.deepEqual(await paidTo([bob], () => withdraw(5)), [QUARTER]);
    assert.deepEqual(await paidTo([alice, carol], () => withdraw(OPERATOR)), [QUARTER, 2n * QUARTER]);
  });

  it("5.11 a pause of the rewards contract stops no withdrawal", async () => {
    await pool.contribute(5, QUARTER);
    await network.chain.pass(DAY);
    await network.rewardsAs(GUARDIAN).write.pause();
    assert.deepEqual(await paidTo([bob], () => withdraw(5)), [QUARTER]);
    assert.deepEqual(await paidTo([alice], () => withdraw(OPERATOR)), [QUARTER]);
  });
});
