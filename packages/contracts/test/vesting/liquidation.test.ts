import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import type { Address } from "viem";
import { startPoolNetwork } from "../contribution/support/pools.ts";
import { liquidationLeaf } from "../support/claimsTree.ts";
import { TO_LIQUIDATOR, TO_POOL } from "../support/leavers.ts";
import { REQUIREMENT, type TestNetwork } from "../support/network.ts";
import {
  BENEFICIARY,
  beneficiary,
  deployStaking,
  STRANGER,
  type StakingVesting,
  stakeSolo,
  stranger,
  YEAR,
} from "./support/vestings.ts";

const ALLOCATION = 2n * REQUIREMENT;

describe("a liquidated node of a vesting", () => {
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

  /** Liquidates a solo node of the vesting. @returns what the account that sends it gains */
  async function liquidateAs(index: number, address: Address): Promise<bigint> {
    const id = await stakeSolo(network, vesting, 100);
    await network.chain.pass(60);
    const { tree } = await network.checkpoint(5n, [liquidationLeaf(id)]);
    const held = await network.balanceOf(address);
    await network.rewardsAs(index).write.liquidateBLSPublicKey([id, 5n, 0n, tree.proof(liquidationLeaf(id))]);
    network.keys.delete(id);
    return (await network.balanceOf(address)) - held;
  }

  it("bears the penalty as an operator, nothing else is lost", async () => {
    assert.equal(await liquidateAs(STRANGER, stranger), TO_LIQUIDATOR);
    assert.equal(await vesting.balance(), ALLOCATION - TO_LIQUIDATOR - TO_POOL);
  });

  it("gives its beneficiary the liquidator's part before the end, if nobody is faster", async () => {
    assert.equal(await liquidateAs(BENEFICIARY, beneficiary), TO_LIQUIDATOR);
    assert.equal(await vesting.balance(), ALLOCATION - TO_LIQUIDATOR - TO_POOL);
    assert.equal(await vesting.read.releasable(), 0n);
  });
});
