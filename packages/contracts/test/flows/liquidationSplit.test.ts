import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import { getAddress, type Hex, isAddressEqual, pad, parseEventLogs, toHex } from "viem";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { exitLeaf, liquidationLeaf } from "../support/claimsTree.ts";
import { OWNER, REQUIREMENT, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

/** INVARIANT_SEED replays a run; INVARIANT_RUNS makes it longer. */
const seed = Number(process.env.INVARIANT_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.INVARIANT_RUNS ?? 40);
/** Who registers, and who liquidates. */
const [PAYER, LIQUIDATOR] = [4, 6];
const DAY = 86_400n;
const MAX_LOCK = 30n * DAY;
/** Liquidator and pool together take at most one part in 50. */
const MAX_PENALTY_PARTS = 50n;
const NO_PENALTY = { toLiquidator: 0n, toPool: 0n };

/** Ratios within the owner's bounds; the parts are thousandths of what is allowed. */
const ratios = fc
  .record({
    recipient: fc.oneof(fc.bigInt({ min: 1n, max: 200n }), fc.bigInt({ min: 1n, max: 1_000_000n })),
    both: fc.bigInt({ min: 0n, max: 1_000n }),
    liquidatorOfBoth: fc.bigInt({ min: 0n, max: 1_000n }),
  })
  .map(({ recipient, both, liquidatorOfBoth }) => {
    const sum = ((recipient / (MAX_PENALTY_PARTS - 1n)) * both) / 1_000n;
    const liquidator = (sum * liquidatorOfBoth) / 1_000n;
    return { liquidator, pool: sum - liquidator, recipient };
  });
type Ratios = typeof ratios extends fc.Arbitrary<infer T> ? T : never;

const setting = fc.record({
  /** Any rest of the division. */
  deposit: fc.bigInt({ min: REQUIREMENT - 100_000n, max: REQUIREMENT + 100_000n }),
  /** Weights of the contributors after the operator, which stakes the rest, at least a quarter. */
  others: fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { maxLength: 9 }),
  operatorPart: fc.bigInt({ min: 250n, max: 1_000n }),
  /** Those at the registration don't count, those at the liquidation do, later ones don't again. */
  ratios: fc.tuple(ratios, ratios, ratios),
  how: fc.constantFrom("liquidation", "exit"),
  /** Seconds from the exit; 0 is no lock. */
  lock: fc.oneof(fc.constant(0n), fc.bigInt({ min: 3_600n, max: 2n * MAX_LOCK }), fc.constant(2n ** 63n)),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

/** The model: shares of a deposit, the operator's first. */
function sharesOf({ deposit, others, operatorPart }: Setting): bigint[] {
  const weights = others.reduce((sum, weight) => sum + weight, 0n);
  const free = deposit - (deposit * operatorPart + 999n) / 1_000n;
  const rest = others.map((weight) => (free * weight) / weights).filter((amount) => amount > 0n);
  return [deposit - rest.reduce((sum, amount) => sum + amount, 0n), ...rest];
}

/** The model: what a liquidation takes; the liquidator's part is rounded down, the pool's up. */
function penaltiesOf(deposit: bigint, { liquidator, pool, recipient }: Ratios) {
  const sum = liquidator + pool + recipient;
  return { toLiquidator: (deposit * liquidator) / sum, toPool: (deposit * pool + sum - 1n) / sum };
}

/** The model: the lock that results from a signed one. */
const lockOf = (signed: bigint, now: bigint): bigint =>
  signed <= now ? 0n : signed < now + MAX_LOCK ? signed : now + MAX_LOCK;

describe("liquidations and returned stakes against the model", () => {
  let network: TestNetwork;
  const liquidator = account(LIQUIDATOR).address;
  const stakerOf = (index: number) => getAddress(pad(toHex(0xabc001 + index), { size: 20 }));

  const setRatios = (to: Ratios) =>
    network.rewardsAs(OWNER).write.setLiquidationRatios([to.liquidator, to.pool, to.recipient]);
  const eventOf = async (hash: Hex) => {
    const { logs } = await network.chain.client.getTransactionReceipt({ hash });
    const [event] = parseEventLogs({ abi: serviceNodeRewardsAbi, logs }).filter(({ address }) =>
      isAddressEqual(address, network.rewards.address),
    );
    return event?.args;
  };
  /** Every holder a case can reach: stakers in their order, then the liquidator, the pool and the contract. */
  const balances = (stakers: number) =>
    Promise.all(
      [
        ...Array.from({ length: stakers }, (_, i) => stakerOf(i)),
        liquidator,
        network.addresses.rewardRatePool,
        network.addresses.serviceNodeRewards,
      ].map((holder) => network.balanceOf(holder)),
    );

  /** Registers a node with stakers of its own. @returns its id */
  async function register(shares: readonly bigint[], deposit: bigint): Promise<number> {
    const { address: beneficiary } = account(9);
    const contributors = shares.map((amount, i) => ({ staker: stakerOf(i), beneficiary, amount }));
    await network.rewardsAs(OWNER).write.setStakingRequirement([deposit]);
    await network.tokenAs(PAYER).write.approve([network.addresses.serviceNodeRewards, deposit]);
    const { key, args } = network.registration(100, stakerOf(0), contributors);
    await network.rewardsAs(PAYER).write.addBLSPublicKey(args);
    const id = await network.rewards.read.nodeIdByBlsKey([key.affine]);
    network.keys.set(id, key);
    return id;
  }

  async function compare(setting: Setting): Promise<void> {
    const { deposit, how } = setting;
    const shares = sharesOf(setting);
    const [atRegistration, atLiquidation, later] = setting.ratios;
    const [before, principal] = [await balances(shares.length), await network.rewards.read.totalPrincipal()];
    await setRatios(atRegistration);
    const id = await register(shares, deposit);
    await network.chain.pass(60);
    const signed = setting.lock === 0n ? 0n : (await network.chain.now()) + setting.lock;
    const leaf = how === "exit" ? exitLeaf(id, signed) : liquidationLeaf(id, signed);
    const { tree } = await network.checkpoint(5n, [leaf]);
    await setRatios(atLiquidation);

    const call = [id, 5n, signed, tree.proof(leaf)] as const;
    const write = network.rewardsAs(LIQUIDATOR).write;
    const hash = how === "exit" ? await write.exitBLSPublicKey(call) : await write.liquidateBLSPublicKey(call);
    const lock = lockOf(signed, await network.chain.now());
    const { toLiquidator, toPool } = how === "exit" ? NO_PENALTY : penaltiesOf(deposit, atLiquidation);
    const penalty = toLiquidator + toPool;
    const penalties = { liquidator, liquidatorPenalty: toLiquidator, poolPenalty: toPool };
    const returned = { returned: lock === 0n ? deposit : 0n };
    assert.deepEqual(await eventOf(hash), {
      ...{ id, lockedUntil: lock },
      ...(how === "exit" ? returned : penalties),
    });
    const stakes = shares.map((share, i) => (i === 0 ? share - penalty : share));
    const compareBalances = async (isReturned: boolean) => {
      const gains = [...stakes.map((stake) => (isReturned ? stake : 0n)), toLiquidator, toPool];
      // The payer brought the deposit after `before`: what the contract still holds of it is what nobody has yet.
      const held = deposit - gains.reduce((sum, gain) => sum + gain, 0n);
      const expected = [...gains, held].map((gain, i) => (before[i] ?? 0n) + gain);
      assert.deepEqual(await balances(shares.length), expected);
      assert.equal(held, isReturned ? 0n : deposit - penalty);
      assert.equal((await network.rewards.read.totalPrincipal()) - principal, held);
      assert.equal((await network.rewards.read.node([id])).penalty, penalty);
    };
    await compareBalances(lock === 0n);

    await setRatios(later);
    const withdraw = network.rewards.write.withdrawLockedStake;
    if (lock === 0n) return void (await revertsWith(withdraw([id]), "NotLocked"));
    assert.deepEqual(await revertsWith(withdraw([id]), "TooEarly"), [lock]);
    await network.chain.setNextTime(lock);
    assert.deepEqual(await eventOf(await withdraw([id])), { id, returned: deposit - penalty });
    await compareBalances(true);
  }

  before(async () => {
    network = await startNetwork({ nodes: 1 });
  });

  it(`take and return the same to the base unit in ${numRuns} random cases`, async () => {
    const property = fc.asyncProperty(setting, async (drawn) => {
      const revert = await network.chain.snapshot();
      const keys = new Map(network.keys);
      try {
        await compare(drawn);
      } finally {
        await revert();
        network.keys.clear();
        for (const [id, key] of keys) network.keys.set(id, key);
      }
    });
    await fc.assert(property, { seed, numRuns, endOnFailure: true });
  });
});
