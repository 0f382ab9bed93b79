import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import {
  BENEFICIARY,
  beneficiary,
  deployLinear,
  REVOKER,
  revoker,
  STRANGER,
  stranger,
  YEAR,
} from "./support/vestings.ts";

const ALLOCATION = 1_000_000n * 1_000_000_000n + 1n;

describe("a vesting that can't be staked", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;

  before(async () => {
    network = await startNetwork({ nodes: 0, poolFunding: 0n, mint: [] });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("nothing at the cliff, half in the middle, all at the end (lockups B and D)", async () => {
    for (const linear of [YEAR, 2n * YEAR]) {
      const vesting = await deployLinear(network, YEAR, YEAR + linear, { allocation: ALLOCATION });
      const before = await network.balanceOf(beneficiary);
      await network.chain.moveTo(vesting.cliff - 1n);
      await network.chain.setNextTime(vesting.cliff);
      await revertsWith(vesting.as(BENEFICIARY).write.release({ gas: 1_000_000n }), "NothingToRelease");
      await network.chain.setNextTime(vesting.cliff + linear / 2n);
      await vesting.as(BENEFICIARY).write.release();
      assert.equal((await network.balanceOf(beneficiary)) - before, ALLOCATION / 2n);
      await network.chain.setNextTime(vesting.end);
      await vesting.as(BENEFICIARY).write.release();
      assert.equal((await network.balanceOf(beneficiary)) - before, ALLOCATION);
      assert.equal(await network.balanceOf(vesting.address), 0n);
    }
  });

  it("revoked in the middle, half each: the beneficiary's stays until it asks", async () => {
    const vesting = await deployLinear(network, YEAR, 2n * YEAR, { allocation: ALLOCATION, transferable: true });
    for (const other of [BENEFICIARY, STRANGER]) await revertsWith(vesting.as(other).write.revoke(), "NotRevoker");
    await network.chain.setNextTime(vesting.cliff + YEAR / 2n);
    await vesting.as(REVOKER).write.revoke();
    const vested = ALLOCATION / 2n;
    assert.equal(await network.balanceOf(revoker), ALLOCATION - vested);
    await revertsWith(vesting.as(REVOKER).write.revoke(), "AlreadyRevoked");
    await revertsWith(vesting.as(BENEFICIARY).write.transferBeneficiary([stranger]), "AlreadyRevoked");
    await network.chain.moveTo(vesting.end + YEAR);
    await revertsWith(vesting.as(REVOKER).write.release(), "NotHolder");
    await vesting.as(BENEFICIARY).write.release();
    assert.equal(await network.balanceOf(beneficiary), vested);
    await revertsWith(vesting.as(BENEFICIARY).write.release(), "NothingToRelease");
  });

  it("can't be revoked from the end on", async () => {
    const vesting = await deployLinear(network, YEAR, 2n * YEAR, { allocation: ALLOCATION });
    await network.chain.moveTo(vesting.end);
    assert.deepEqual(await revertsWith(vesting.as(REVOKER).write.revoke(), "AlreadyVested"), [vesting.end]);
  });

  it("1.8: never lets SESH go as a foreign token", async () => {
    const vesting = await deployLinear(network, YEAR, 2n * YEAR, { allocation: ALLOCATION });
    const rescue = vesting.as(BENEFICIARY).write.rescueERC20([network.addresses.seshL2]);
    await revertsWith(rescue, "VestedTokenNotForeign");
    await revertsWith(vesting.as(STRANGER).write.rescueERC20([stranger]), "NotHolder");
  });
});
