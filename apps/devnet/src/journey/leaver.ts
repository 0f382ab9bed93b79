import { serviceNodeRewardsAbi } from "@session/contracts";
import { type ExitResponse, liquidate, SdkError, type Wallet, withdrawLockedStake } from "@session/sdk";
import { erc20Abi, isAddressEqual, parseEventLogs, type TransactionReceipt } from "viem";
import { makeWallet } from "../wallets.ts";
import { check, failed, type Journey } from "./journey.ts";
import { penaltiesOf } from "./penalties.ts";
import type { StepName } from "./report.ts";
import { positionOf, type Step } from "./steps.ts";
import { waitFor, withFreshData } from "./waiting.ts";

/** Of the contract's `NodeState`. */
const LOCKED = 3;
const WITHDRAWN = 4;
/** Less than this before its time, an early try may already be a late one on a slow machine. */
const MARGIN_SEC = 10;

/** Its grace passes and nobody takes it out: from then on, and not before, a signed checkpoint lets anyone liquidate it. */
export const liquidatable: Step = async (journey) => {
  const { live, wallet, nodeId, params, patienceSec } = journey;
  const removed = (await journey.node("liquidatable"))?.removed;
  if (removed == null) throw failed("liquidatable", "the appchain has forgotten the node before it left");
  const from = removed.at + params.exitGraceSec;
  const since = removed.liquidatableFrom;
  check("liquidatable", since === from, `liquidatable from ${since}, removal + grace is ${from}`);
  const early = await provedAt(journey, from);
  if (early.checkpoint.time + MARGIN_SEC < from) {
    const { contract } = live;
    const refusal = liquidate(wallet, { contract, node: journey.client, nodeId });
    await refusedWith("liquidatable", "NOT_LIQUIDATABLE", refusal);
  }
  await journey.passUntil(from);
  const { checkpoint } = await waitFor("a checkpoint after its grace", params.exitGraceSec + patienceSec, async () => {
    const found = await provedAt(journey, from);
    return found.liquidation === null ? undefined : found;
  });
  const { deposit } = await contractNode(journey);
  return {
    block: checkpoint.height,
    tx: null,
    shares: [{ account: "operator", expected: journey.stake, actual: deposit }],
  };
};

/** The newest proof of its exit, which must hold a liquidation too exactly if its checkpoint is of that time or later. */
async function provedAt(journey: Journey, from: number): Promise<ExitResponse> {
  const { client, nodeId, params, patienceSec } = journey;
  const proved = await withFreshData("a signed checkpoint with the exit", patienceSec, () => client.getExit(nodeId));
  const { checkpoint, liquidation, removedAt } = proved;
  const isDue = checkpoint.time >= from;
  check("liquidatable", isDue === (liquidation !== null), `a wrong proof at ${checkpoint.time}, due from ${from}`);
  check("liquidatable", proved.exit.lockedUntil === 0, "its own exit would lock the stake");
  const lock = removedAt + params.deregistrationLockSec;
  const isLock = liquidation === null || liquidation.lockedUntil === lock;
  check("liquidatable", isLock, `locked until ${liquidation?.lockedUntil}, removal + lock is ${lock}`);
  return proved;
}

/** A stranger takes it out and is paid for it; the reward pool gets its part, and the rest stays locked. */
export const liquidated: Step = async (journey) => {
  const { live, client, nodeId, params, patienceSec } = journey;
  const removedAt = (await journey.node("liquidated"))?.removed?.at ?? 0;
  const stranger = await makeStranger(journey);
  const { result, changeOf } = await journey.measured(() =>
    withFreshData("the liquidation", patienceSec, () =>
      liquidate(stranger, { contract: live.contract, node: client, nodeId }),
    ),
  );
  const { receipt, reward, poolShare, lockedUntil } = result;
  const penalties = penaltiesOf(journey.stake);
  check("liquidated", reward === penalties.liquidator, `the event says ${reward} for the liquidator`);
  check("liquidated", poolShare === penalties.pool, `the event says ${poolShare} for the pool`);
  const lock = removedAt + params.deregistrationLockSec;
  check("liquidated", lockedUntil === lock, `locked until ${lockedUntil}, removal + lock is ${lock}`);
  const node = await contractNode(journey);
  check("liquidated", node.state === LOCKED, `the contract's state of it is ${node.state}`);
  check("liquidated", Number(node.lockedUntil) === lock, `the contract locks it until ${node.lockedUntil}`);
  journey.lockedUntil = lock;
  const [operator] = journey.stakers;
  const { rewardRatePool } = live.state.contracts;
  return {
    ...positionOf(receipt),
    shares: [
      { account: "liquidator", expected: penalties.liquidator, actual: await balanceOf(journey, stranger) },
      { account: "rewardRatePool", expected: penalties.pool, actual: receivedBy(journey, receipt, rewardRatePool) },
      { account: "operator", expected: 0n, actual: await changeOf(operator) },
    ],
  };
};

/** The lock ends 120 s after the removal on a devnet, not before, and what is left of the stake comes back. */
export const lockedStakeReturned: Step = async (journey) => {
  const { live, wallet, client, nodeId, lockedUntil, patienceSec } = journey;
  const parameters = { contract: live.contract, nodeId };
  await waitFor("the appchain to forget the node", patienceSec, async () =>
    (await client.findNode(nodeId)) === undefined ? true : undefined,
  );
  if ((await journey.l2Time()) + MARGIN_SEC < lockedUntil)
    await refusedWith("stakeReturned", "TooEarly", withdrawLockedStake(wallet, parameters));
  await journey.passUntil(lockedUntil);
  await waitFor("the end of the lock", journey.params.deregistrationLockSec + patienceSec, async () =>
    (await journey.l2Time()) >= lockedUntil ? true : undefined,
  );
  const receipt = await withdrawLockedStake(wallet, parameters);
  const { state } = await contractNode(journey);
  check("stakeReturned", state === WITHDRAWN, `the contract's state of it is ${state}`);
  const penalties = penaltiesOf(journey.stake);
  const shares = await journey.shares(async (staker) => ({
    expected: staker.funding - penalties.liquidator - penalties.pool,
    actual: await staker.balance(),
  }));
  return { ...positionOf(receipt), shares };
};

/** An account without a stake and without SESH. */
async function makeStranger({ live, spare }: Journey): Promise<Wallet> {
  const { privateKey, address } = await makeWallet(live.folder, `liquidator of a leaver journey with ${spare}`);
  await live.fund(address, 0n);
  return live.wallet(privateKey);
}

function balanceOf({ live }: Journey, { publicClient, walletClient }: Wallet): Promise<bigint> {
  const call = { address: live.sesh, abi: erc20Abi, functionName: "balanceOf" } as const;
  return publicClient.readContract({ ...call, args: [walletClient.account.address] });
}

/** By the token's own log: the pool's balance also changes by what others do in the same block. */
function receivedBy({ live }: Journey, { logs }: TransactionReceipt, account: `0x${string}`): bigint {
  return parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs })
    .filter(({ address, args }) => isAddressEqual(address, live.sesh) && isAddressEqual(args.to, account))
    .reduce((sum, { args }) => sum + args.value, 0n);
}

function contractNode({ live, wallet, nodeId }: Journey) {
  const call = { address: live.contract, abi: serviceNodeRewardsAbi, functionName: "node" } as const;
  return wallet.publicClient.readContract({ ...call, args: [nodeId] });
}

/** @throws DevnetError JOURNEY_STEP_FAILED unless it was refused for that reason */
async function refusedWith(step: StepName, reason: string, attempt: Promise<unknown>): Promise<void> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) throw failed(step, `done, though it must be refused with ${reason}`);
  const { detail } = error instanceof SdkError ? error : {};
  const said = detail?.code === "CONTRACT_REVERTED" ? detail.name : detail?.code;
  if (said !== reason) throw error;
}
