import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, parseEventLogs, parseSignature } from "viem";
import { CEILINGS } from "../../bench/ceilings.ts";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { REQUIREMENT, SESH, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import {
  deployPool,
  factoryAs,
  HOLDERS,
  OPERATOR,
  restoring,
  STATE,
  startPoolNetwork,
  termsHashOf,
} from "./support/pools.ts";

const [alice, bob, carol] = [4, 5, 6].map((index) => account(index).address) as [Address, Address, Address];
const QUARTER = REQUIREMENT / 4n;

describe("a pool from deployment to the registered node", () => {
  let network: TestNetwork;
  const fresh = restoring(() => network);

  before(async () => {
    network = await startPoolNetwork();
  });
  beforeEach(fresh);

  it("deploys with everything an indexer needs, below the gas ceiling, and the factory knows its own", async () => {
    const reserved = [
      { contributor: alice, amount: QUARTER + 1n },
      { contributor: bob, amount: 1_000n * SESH },
    ];
    const pool = await deployPool(network, { reserved, manualFinalize: true, feeBps: 250 });
    const factory = factoryAs(network, 5);
    assert.deepEqual(pool.event, {
      pool: pool.address,
      operator: alice,
      blsPubkey: pool.key.affine,
      params: pool.params,
      reserved,
      manualFinalize: true,
      stakingRequirement: REQUIREMENT,
      maxContributors: 10n,
    });
    assert.equal(pool.params.feeBps, 250);
    assert.ok((await network.chain.gasUsed(pool.hash)) < BigInt(CEILINGS.deployPool));
    assert.equal(await factory.read.owns([pool.address]), true);
    for (const stranger of [alice, factory.address, await factory.read.implementation()])
      assert.equal(await factory.read.owns([stranger]), false);
    const { key, params } = pool;
    const terms = { key, params, reserved, manualFinalize: true, requirement: REQUIREMENT, resets: 0n };
    assert.deepEqual(await pool.read.pool(), {
      state: STATE.waitForOperator,
      operator: alice,
      stakingRequirement: REQUIREMENT,
      maxContributors: 10n,
      blsPubkey: key.affine,
      params,
      manualFinalize: true,
      resets: 0,
      termsHash: termsHashOf(terms),
      reserved,
      contributions: [],
      contributed: 0n,
      reservedOutstanding: QUARTER + 1n + 1_000n * SESH,
      openSlots: 8n,
      minimumContribution: (REQUIREMENT - QUARTER - 1n - 1_000n * SESH + 7n) / 8n,
      maximumContribution: REQUIREMENT - QUARTER - 1n - 1_000n * SESH,
      nodeId: 0,
    });
    assert.equal(await pool.read.operator(), alice);
    assert.equal(await pool.read.termsHash(), termsHashOf(terms));
    const { serviceNodeRewards, seshL2 } = network.addresses;
    assert.deepEqual(
      [await pool.read.rewards(), await pool.read.token(), await pool.read.factory()].map((a) => a.toLowerCase()),
      [serviceNodeRewards, seshL2, factory.address].map((a) => a.toLowerCase()),
    );
  });

  it("registers the node with exact contributors and beneficiaries as soon as it is full", async () => {
    const pool = await deployPool(network);
    const beneficiary = account(9).address;
    await pool.contribute(OPERATOR, QUARTER, beneficiary);
    assert.equal(await pool.read.state(), STATE.open);
    await pool.contribute(5, QUARTER);
    await pool.contribute(6, QUARTER, bob);
    const principal = await network.rewards.read.totalPrincipal();
    const hash = await pool.contribute(7, QUARTER);
    assert.deepEqual(await pool.eventsOf(hash), [
      {
        eventName: "Contributed",
        args: {
          staker: account(7).address,
          beneficiary: account(7).address,
          amount: QUARTER,
          contributed: REQUIREMENT,
        },
      },
      { eventName: "Finalized", args: { nodeId: 256 } },
    ]);
    const contributors = [
      { staker: alice, beneficiary, amount: QUARTER },
      { staker: bob, beneficiary: bob, amount: QUARTER },
      { staker: carol, beneficiary: bob, amount: QUARTER },
      { staker: account(7).address, beneficiary: account(7).address, amount: QUARTER },
    ];
    const { logs } = await network.chain.client.getTransactionReceipt({ hash });
    const [registered] = parseEventLogs({ abi: serviceNodeRewardsAbi, logs, eventName: "NewServiceNode" });
    assert.deepEqual(registered?.args, {
      id: 256,
      operator: alice,
      initiator: pool.address,
      blsPubkey: pool.key.affine,
      params: pool.params,
      contributors,
    });
    const node = await network.rewards.read.node([256]);
    assert.deepEqual([node.operator, node.contributors, node.deposit], [alice, contributors, REQUIREMENT]);
    assert.deepEqual([node.feeBps, node.blsPubkey], [1_000, pool.key.affine]);
    assert.equal(await network.rewards.read.totalPrincipal(), principal + REQUIREMENT);
    assert.equal(await pool.balance(), 0n);
    const after = await pool.read.pool();
    assert.deepEqual([after.state, after.nodeId, after.contributed], [STATE.finalized, 256, REQUIREMENT]);
    assert.equal(
      await network.token.read.allowance([pool.address, network.addresses.serviceNodeRewards]),
      0n,
      "exactly the stake was allowed for",
    );
  });

  it("ten contributors fill it, each with the minimum; there is no eleventh place", async () => {
    const pool = await deployPool(network);
    const others = HOLDERS.slice(1, 10);
    await pool.contribute(OPERATOR, QUARTER);
    for (const index of others.slice(0, 8)) {
      const [minimum] = await pool.limits(index);
      await revertsWith(pool.contribute(index, minimum - 1n), "ContributionBelowMinimum");
      await pool.contribute(index, minimum);
    }
    const [last, most] = await pool.limits(others[8] ?? 0);
    assert.equal(last, most, "the last one fills the rest");
    await pool.contribute(others[8] ?? 0, last);
    assert.equal(await pool.read.state(), STATE.finalized);
    const { contributors } = await network.rewards.read.node([256]);
    assert.equal(contributors.length, 10);
  });

  it("NoOpenSlot: when every place is taken or kept", async () => {
    await network.rewardsAs(1).write.setMaxContributors([3n]);
    const pool = await deployPool(network, { reserved: [{ contributor: carol, amount: SESH }] });
    await pool.contribute(OPERATOR, QUARTER);
    await revertsWith(pool.contribute(5, REQUIREMENT - QUARTER), "ContributionAboveMaximum");
    await pool.contribute(6, SESH);
    // Whoever has the last place fills the pool, so that only reservations can leave it open without a place.
    assert.deepEqual(await pool.limits(5), [REQUIREMENT - QUARTER - SESH, REQUIREMENT - QUARTER - SESH]);
    const reserved = [
      { contributor: bob, amount: SESH },
      { contributor: carol, amount: SESH },
    ];
    const kept = await deployPool(network, { keyIndex: 101, reserved });
    await kept.contribute(OPERATOR, QUARTER);
    await revertsWith(kept.contribute(7, SESH), "NoOpenSlot");
    assert.deepEqual(await kept.limits(7), [0n, 0n]);
    await kept.contribute(5, SESH);
    await kept.contribute(6, SESH);
    await revertsWith(kept.contribute(7, SESH), "NoOpenSlot");
    await kept.contribute(5, REQUIREMENT - QUARTER - 2n * SESH);
    assert.equal(await kept.read.state(), STATE.finalized);
  });

  it("the operator comes first, with at least its quarter; nobody can overfill", async () => {
    const pool = await deployPool(network);
    await revertsWith(pool.contribute(5, QUARTER), "OperatorContributionMissing");
    assert.deepEqual(await pool.limits(OPERATOR), [QUARTER, REQUIREMENT]);
    assert.deepEqual(await revertsWith(pool.contribute(OPERATOR, QUARTER - 1n), "ContributionBelowMinimum"), [
      QUARTER - 1n,
      QUARTER,
    ]);
    await pool.contribute(OPERATOR, QUARTER);
    await revertsWith(pool.contribute(5, REQUIREMENT - QUARTER + 1n), "ContributionAboveMaximum");
    await revertsWith(pool.contribute(OPERATOR, 0n), "ContributionBelowMinimum");
    await pool.contribute(OPERATOR, 1n);
    await pool.contribute(5, REQUIREMENT - QUARTER - 1n);
    assert.equal(await pool.read.state(), STATE.finalized);
    await revertsWith(pool.contribute(5, 1n), "AlreadyFinalized");
  });

  it("a reservation is a minimum for its holder and out of reach for others", async () => {
    const reserved = [
      { contributor: bob, amount: 2n * QUARTER },
      { contributor: alice, amount: QUARTER + 5n },
    ];
    const pool = await deployPool(network, { reserved });
    await revertsWith(pool.contribute(OPERATOR, QUARTER), "ContributionBelowMinimum");
    await pool.contribute(OPERATOR, QUARTER + 5n);
    assert.deepEqual(await pool.limits(5), [2n * QUARTER, REQUIREMENT - QUARTER - 5n]);
    assert.deepEqual(await pool.limits(6), [(QUARTER - 5n + 7n) / 8n, QUARTER - 5n]);
    await revertsWith(pool.contribute(6, QUARTER - 4n), "ContributionAboveMaximum");
    await pool.contribute(6, QUARTER - 5n);
    // The rest is kept for bob: nobody else finds a place, whoever is inside can't bring more.
    await revertsWith(pool.contribute(7, 1n), "NoOpenSlot");
    await revertsWith(pool.contribute(6, 1n), "ContributionAboveMaximum");
    await revertsWith(pool.contribute(6, 0n), "ContributionAboveMaximum");
    await revertsWith(pool.contribute(5, 2n * QUARTER - 1n), "ContributionBelowMinimum");
    await pool.contribute(5, 2n * QUARTER);
    assert.equal(await pool.read.state(), STATE.finalized);
  });

  it("with a permit, and with one somebody else has already sent", async () => {
    const pool = await deployPool(network);
    await pool.contribute(OPERATOR, QUARTER);
    await network.tokenAs(5).write.approve([pool.address, 0n]);
    const deadline = (await network.chain.now()) + 1_000n;
    const permit = async (value: bigint) => {
      const nonce = await network.token.read.nonces([bob]);
      const { r, s, yParity } = parseSignature(
        await network.chain.wallet(5).signTypedData({
          domain: {
            name: "Session Token",
            version: "1",
            chainId: network.chain.chainId,
            verifyingContract: network.addresses.seshL2,
          },
          types: {
            Permit: [
              { name: "owner", type: "address" },
              { name: "spender", type: "address" },
              { name: "value", type: "uint256" },
              { name: "nonce", type: "uint256" },
              { name: "deadline", type: "uint256" },
            ],
          },
          primaryType: "Permit",
          message: { owner: bob, spender: pool.address, value, nonce, deadline },
        }),
      );
      return [deadline, 27 + yParity, r, s] as const;
    };
    const terms = await pool.read.termsHash();
    const send = (amount: bigint, signed: Awaited<ReturnType<typeof permit>>) =>
      pool.as(5).write.contributeFundsWithPermit([amount, bob, terms, ...signed], { gas: 3_000_000n });
    await send(QUARTER, await permit(QUARTER));
    const second = await permit(QUARTER);
    await network.tokenAs(7).write.permit([bob, pool.address, QUARTER, ...second]);
    await send(QUARTER, second);
    // The same once more: neither it nor an allowance.
    await revertsWith(send(QUARTER, second), "ERC20InsufficientAllowance");
    await revertsWith(
      pool.as(5).write.contributeFundsWithPermit([QUARTER, bob, `0x${"00".repeat(32)}`, ...second]),
      "TermsChanged",
    );
    assert.equal(await pool.balance(), 3n * QUARTER);
    await send(QUARTER, await permit(QUARTER));
    assert.equal(await pool.read.state(), STATE.finalized);
  });
});
