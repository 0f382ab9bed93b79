import assert from "node:assert/strict";
import { type Abi, type Address, encodeFunctionData, getAddress, type Hex, pad, toHex } from "viem";
import { serviceNodeRewardsAbi, seshL2Abi } from "../../../src/index.ts";
import { testKey } from "../../bls/support/blsKeys.ts";
import { account } from "../../support/chain.ts";
import { type Contributor, GUARDIAN, OWNER, REQUIREMENT, SESH, startNetwork } from "../../support/network.ts";
import { RECIPIENTS, STAKERS } from "./actions.ts";
import { createGhost, type Ghost } from "./ghost.ts";

/** An address nobody has the key of; the simulated chain sends for it. */
const someone = (group: number, index: number): Address =>
  getAddress(pad(toHex(0xa0000 + 256 * group + index), { size: 20 }));

export const stakers = Array.from({ length: STAKERS }, (_, index) => someone(1, index));
const recipients = Array.from({ length: RECIPIENTS }, (_, index) => someone(2, index));
/** Sends every call that is open to all, and has every node key. */
export const attacker = someone(3, 0);
/** Pays the stakes of all registrations, so that what stakers receive are returns only. */
export const payer = someone(3, 1);
export const owner = account(OWNER).address;
export const guardian = account(GUARDIAN).address;

/** Where every sequence begins: far from the deployment, whose time is the machine's. */
const START = 3_000_000_000n;
const POOL_FUNDS = 40_000_000n * SESH;
const CALL_GAS = 3_000_000n;

export type World = Awaited<ReturnType<typeof createWorld>>;
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** Four seeded nodes under mainnet's durations: one shared by three stakers, three by one each. */
export async function createWorld() {
  const share = (index: number, amount: bigint): Contributor => {
    const staker = stakers[index % STAKERS] ?? payer;
    return { staker, beneficiary: recipients[index % RECIPIENTS] ?? payer, amount };
  };
  const seedShares = [
    [share(0, REQUIREMENT / 4n), share(1, REQUIREMENT / 2n + 1n), share(2, REQUIREMENT / 4n - 1n)],
    ...[1, 2, 3].map((index) => [share(index, REQUIREMENT)]),
  ];
  const network = await startNetwork({
    nodes: seedShares.length,
    preset: "mainnet",
    poolFunding: SESH,
    mint: [{ to: payer, amount: 100_000_000n * SESH }],
    seedOf: (index) => ({ contributors: seedShares[index] ?? [] }),
  });
  const { chain, addresses } = network;
  for (const address of [...stakers, attacker, payer, owner, guardian, account(0).address]) {
    await chain.request("hardhat_setBalance", [address, toHex(10n ** 24n)]);
    await chain.request("hardhat_impersonateAccount", [address]);
  }
  let time = START;

  async function call(from: Address, to: Address, data: Hex): Promise<Outcome> {
    time += 1n;
    await chain.setNextTime(time);
    try {
      await chain.request("eth_sendTransaction", [{ from, to, data, gas: toHex(CALL_GAS) }]);
      return { ok: true };
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  }
  const send = (from: Address, to: Address, abi: Abi, functionName: string, args: readonly unknown[] = []) =>
    call(from, to, encodeFunctionData({ abi, functionName, args: [...args] }));
  const asRewards = (from: Address, functionName: string, args: readonly unknown[] = []) =>
    send(from, addresses.serviceNodeRewards, serviceNodeRewardsAbi as Abi, functionName, args);
  const asToken = (from: Address, functionName: string, args: readonly unknown[]) =>
    send(from, addresses.seshL2, seshL2Abi as Abi, functionName, args);

  // The pool pays out all it has after decades; from here on every figure is known.
  await chain.moveTo(START);
  await network.pool.write.payoutReleased();
  await chain.moveTo(START + 10n);
  time = START + 10n;
  const poolPaidAt = await network.pool.read.lastPaidOutTime();
  assert.deepEqual(await asToken(account(0).address, "bridgeMint", [addresses.rewardRatePool, POOL_FUNDS]), {
    ok: true,
  });
  await asToken(payer, "approve", [addresses.serviceNodeRewards, 2n ** 255n]);

  const addedAt = (await network.rewards.read.node([1])).addedAt;
  const timeAtStart = (await network.rewards.read.latestCheckpoint()).time;
  const supply = await network.token.read.totalSupply();
  const restorePoint = { time, revert: await chain.snapshot() };

  /** The model of the system as it stands at the beginning of every sequence. */
  function initialGhost(): Ghost {
    const ghost = createGhost({ rewards: addresses.serviceNodeRewards, pool: addresses.rewardRatePool, time });
    ghost.poolPaidAt = poolPaidAt;
    ghost.setVersion = BigInt(seedShares.length);
    for (const [index, contributors] of seedShares.entries())
      ghost.nodes.push({
        id: index + 1,
        key: index,
        contributors,
        addedAt,
        requestedAt: 0n,
        repeatedAt: 0n,
        state: "active",
        removedAt: 0n,
        lockedUntil: 0n,
        penalty: 0n,
      });
    ghost.ledger.set(payer, 100_000_000n * SESH);
    ghost.ledger.set(ghost.pool, POOL_FUNDS);
    ghost.ledger.set(ghost.rewards, BigInt(seedShares.length) * REQUIREMENT + SESH);
    return ghost;
  }

  return {
    network,
    supply,
    /** Time the heights of checkpoints are counted from: an hour before `start()`. */
    timeAtStart,
    recipients: [
      ...recipients,
      addresses.serviceNodeRewards,
      addresses.rewardRatePool,
      attacker,
      payer,
      stakers[0] ?? payer,
    ],
    asRewards,
    asToken,
    /** Time of the next call. */
    next: () => time + 1n,
    pass(seconds: bigint): void {
      time += seconds;
    },
    keyOf: testKey,
    /** Goes back to where every sequence begins. */
    async restore(): Promise<Ghost> {
      await restorePoint.revert();
      restorePoint.revert = await chain.snapshot();
      time = restorePoint.time;
      return initialGhost();
    },
  };
}
