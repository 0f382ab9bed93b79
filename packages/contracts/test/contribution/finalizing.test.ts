import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, decodeErrorResult, encodeErrorResult } from "viem";
import { serviceNodeContributionAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { GUARDIAN, REQUIREMENT, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import { deployPool, OPERATOR, restoring, STATE, startPoolNetwork, type TestPool } from "./support/pools.ts";

const [alice, bob] = [4, 5].map((index) => account(index).address) as [Address, Address];
const QUARTER = REQUIREMENT / 4n;

describe("registering the node of a full pool", () => {
  let network: TestNetwork;
  const fresh = restoring(() => network);
  const fill = async (pool: TestPool) => {
    await pool.contribute(OPERATOR, QUARTER);
    return pool.contribute(5, REQUIREMENT - QUARTER);
  };

  before(async () => {
    network = await startPoolNetwork();
  });
  beforeEach(fresh);

  it("the registered node's stakes return to the stakers, past the pool", async () => {
    const pool = await deployPool(network);
    await fill(pool);
    await network.rewardsAs(5).write.initiateExitBLSPublicKey([256]);
    await network.chain.pass(30n * 86_400n);
    const before = await Promise.all([alice, bob].map(network.balanceOf));
    await network.rewardsAs(7).write.exitBLSPublicKeyAfterWaitTime([256]);
    const after = await Promise.all([alice, bob].map(network.balanceOf));
    assert.deepEqual(
      after.map((balance, i) => balance - (before[i] ?? 0n)),
      [QUARTER, REQUIREMENT - QUARTER],
    );
    assert.equal(await pool.balance(), 0n);
  });

  it("by hand: only the operator, when full; switching it off then finalizes", async () => {
    const pool = await deployPool(network, { manualFinalize: true });
    await pool.contribute(OPERATOR, QUARTER);
    assert.deepEqual(await revertsWith(pool.as(OPERATOR).write.finalize(), "NotFull"), [QUARTER, REQUIREMENT]);
    await pool.contribute(5, REQUIREMENT - QUARTER);
    assert.equal(await pool.read.state(), STATE.waitForFinalized);
    assert.deepEqual(await pool.limits(5), [0n, 0n]);
    await revertsWith(pool.contribute(5, 1n), "PoolFull");
    await revertsWith(pool.as(5).write.finalize(), "NotOperator");
    const other = await deployPool(network, { manualFinalize: true, keyIndex: 101 });
    await fill(other);
    await pool.as(OPERATOR).write.finalize();
    assert.equal(await pool.read.nodeId(), 256);
    await revertsWith(other.as(5).write.updateManualFinalize([false]), "NotOperator");
    const hash = await other.as(OPERATOR).write.updateManualFinalize([false]);
    assert.deepEqual(await other.eventsOf(hash), [
      { eventName: "ManualFinalizeUpdated", args: { manualFinalize: false } },
      { eventName: "Finalized", args: { nodeId: 257 } },
    ]);
  });

  it("a registration that fails leaves the contribution and waits; then anybody finalizes", async () => {
    const pool = await deployPool(network);
    await network.rewardsAs(GUARDIAN).write.pause();
    const hash = await fill(pool);
    const [, failed] = await pool.eventsOf(hash);
    assert.equal(failed?.eventName, "FinalizationFailed");
    const until = await network.rewards.read.pausedUntil();
    assert.equal(
      (failed.args as { reason: string }).reason,
      encodeErrorResult({ abi: serviceNodeContributionAbi, errorName: "EnforcedPause", args: [until] }),
    );
    assert.equal(await pool.read.state(), STATE.waitForFinalized);
    assert.equal(await pool.balance(), REQUIREMENT);
    const { serviceNodeRewards } = network.addresses;
    assert.equal(await network.token.read.allowance([pool.address, serviceNodeRewards]), 0n);
    await revertsWith(pool.as(7).write.finalize(), "EnforcedPause");
    await network.rewardsAs(GUARDIAN).write.unpause();
    await pool.as(7).write.finalize();
    assert.equal(await pool.read.nodeId(), 256);
    await revertsWith(pool.as(7).write.finalize(), "AlreadyFinalized");
  });

  it("1.1 too many keys in a minute put the registration off, not the contribution", async () => {
    await network.tokenAs(8).write.approve([network.addresses.serviceNodeRewards, 20n * REQUIREMENT]);
    const pool = await deployPool(network);
    const start = (await network.chain.now()) + 10n;
    for (let i = 0; i < 20; i++) {
      await network.chain.setNextTime(start + BigInt(i));
      await network.rewardsAs(8).write.addBLSPublicKey(network.registration(200 + i, account(8).address).args);
    }
    const hash = await fill(pool);
    const [, failed] = await pool.eventsOf(hash);
    assert.equal(failed?.eventName, "FinalizationFailed");
    const { reason } = failed.args as { reason: `0x${string}` };
    const decoded = decodeErrorResult({ abi: serviceNodeContributionAbi, data: reason });
    assert.equal(decoded.errorName, "TooManyRegistrations");
    await network.chain.pass(60);
    await pool.as(7).write.finalize();
    assert.equal(await pool.read.nodeId(), 276);
  });

  it("the last contribution must bring the gas of the registration", async () => {
    const pool = await deployPool(network);
    await pool.contribute(OPERATOR, QUARTER);
    const terms = await pool.read.termsHash();
    const contribute = (gas?: bigint) =>
      pool.as(5).write.contributeFunds([REQUIREMENT - QUARTER, bob, terms], gas === undefined ? {} : { gas });
    await revertsWith(contribute(1_000_000n), "InsufficientGas");
    assert.equal(await pool.balance(), QUARTER);
    // What a wallet estimates is enough.
    const hash = await contribute();
    assert.equal(await pool.read.state(), STATE.finalized);
    assert.ok((await network.chain.gasUsed(hash)) < 650_000n);
  });
});
