import { claim, exit, getPool, register, requestExit, SdkError } from "@session/sdk";
import { isAddressEqual, type TransactionReceipt } from "viem";
import { check, failed, type Journey } from "./journey.ts";
import { fillPool, POOL_FEE_BPS } from "./pool.ts";
import type { StepResult } from "./report.ts";
import type { Staker } from "./staker.ts";
import { waitFor, withFreshData } from "./waiting.ts";

export type Step = (journey: Journey) => Promise<StepResult>;

/** Each stake leaves its account, to the last unit. */
export const registered: Step = async (journey) => {
  const { result, changeOf } = await journey.measured(() =>
    journey.stakers.length === 1 ? registerAlone(journey) : registerByPool(journey),
  );
  journey.nodeId = result.nodeId;
  const shares = await journey.shares(async (staker) => ({
    expected: staker.stake,
    actual: -(await changeOf(staker)),
  }));
  return { ...positionOf(result.receipt), shares };
};

async function registerAlone({ live, wallet, stake, spare, stakers: [operator] }: Journey) {
  const registration = await live.prepareRegistration(spare, operator.address);
  return register(wallet, { registration, sesh: live.sesh, stake });
}

/** The contribution that fills the pool registers the node; the pool keeps nothing. */
async function registerByPool({ live, wallet, spare, stakers }: Journey) {
  const [operator, reserved, last] = stakers;
  if (reserved === undefined || last === undefined) throw failed("registered", "a pool of three has three stakers");
  const registration = await live.prepareRegistration(spare, operator.address);
  const { pool, nodeId, receipt } = await fillPool(live, registration, { operator, reserved, public: last });
  if (nodeId === undefined) throw failed("registered", `the full pool ${pool} didn't register the node`);
  const { state, nodeId: finalized } = await getPool(wallet, { factory: live.factory, pool });
  check("registered", state === "finalized" && finalized === nodeId, `pool ${pool} is ${state}, node ${finalized}`);
  return { nodeId, receipt };
}

/** The appchain took the registration, the daemon said that it is up, and the node votes from now on. */
export const active: Step = async (journey) => {
  const node = await waitFor(`node ${journey.nodeId} to be active`, journey.patienceSec, async () => {
    await noteEarlyRewards(journey);
    const found = await journey.node("active");
    return found?.status === "active" ? found : undefined;
  });
  const entry = await journey.history("node-active");
  if (entry === undefined) throw failed("active", "the node's history doesn't say when it became active");
  const { contributors, deposit, feeBps } = node;
  const fee = journey.stakers.length === 1 ? 0 : POOL_FEE_BPS;
  check("active", feeBps === fee, `a fee of ${feeBps} bps instead of ${fee}`);
  check("active", BigInt(deposit) === journey.stake, `a deposit of ${deposit} instead of ${journey.stake}`);
  const known = contributors.length === journey.stakers.length;
  check("active", known, `${contributors.length} contributors instead of ${journey.stakers.length}`);
  const shares = await journey.shares(async ({ address, stake }) => {
    const isIt = ({ staker, beneficiary }: { staker: string; beneficiary: string }) =>
      isAddressEqual(staker as typeof address, address) && isAddressEqual(beneficiary as typeof address, address);
    return { expected: stake, actual: BigInt(contributors.find(isIt)?.amount ?? 0) };
  });
  return { block: entry.height, tx: null, shares };
};

/** It earns from its time on, and nothing before. */
export const payable: Step = async (journey) => {
  const { params } = journey;
  const node = await waitFor("its first reward", params.payableAfterSec + journey.patienceSec, async () => {
    await noteEarlyRewards(journey);
    const found = await journey.node("payable");
    return found?.payable === true ? found : undefined;
  });
  const height = (await journey.history("node-payable"))?.height ?? 0;
  const activeAt = (await journey.history("node-active"))?.height ?? 0;
  const due = node.registeredAt + params.payableAfterSec;
  check("payable", node.payableAt === due, `payable at ${node.payableAt}, registered + payableAfter is ${due}`);
  check("payable", (await journey.blockTime(height)) >= due, `payable in block ${height}, before its time`);
  const isFirst = height === activeAt || (await journey.blockTime(height - 1)) < due;
  check("payable", isFirst, `payable in block ${height}, though the block before was late enough`);
  const shares = await journey.shares(async ({ earlyRewards }) => {
    check("payable", earlyRewards.height < height, `no reading of its rewards before block ${height}`);
    return { expected: 0n, actual: earlyRewards.lifetime };
  });
  return { block: height, tx: null, shares };
};

async function noteEarlyRewards({ client, nodeId, stakers }: Journey): Promise<void> {
  const readings = await Promise.all(stakers.map(({ address }) => client.getRewards(address)));
  const node = await client.findNode(nodeId);
  // Only what was read before it became payable counts; it may have become so between the two questions.
  if (node?.payable === true) return;
  for (const [i, staker] of stakers.entries()) {
    const { height = 0, lifetimeRewards = "0" } = readings[i] ?? {};
    staker.earlyRewards = { height, lifetime: BigInt(lifetimeRewards) };
  }
}

/** What the API says each of them earned is what the blocks say, once a signed checkpoint shows some of it. */
export const earned: Step = async (journey) => {
  let block = 0;
  const shares = await journey.shares(async ({ address, role }) => {
    await withFreshData("a signed checkpoint with its rewards", journey.patienceSec, () =>
      journey.client.getClaim(address),
    );
    const { height, lifetimeRewards, lifetimeLedger } = await journey.client.getRewards(address);
    const ledger = await journey.expectedLedger(address, height);
    const isSame = ledger === BigInt(lifetimeLedger);
    check("earned", isSame, `${role}: ${lifetimeLedger} ledger units, the blocks give ${ledger}`);
    check("earned", BigInt(lifetimeRewards) > 0n, `${role}: nothing`);
    block = height;
    return { expected: await journey.expectedLifetime(address, height), actual: BigInt(lifetimeRewards) };
  });
  return { block, tx: null, shares };
};

/** The contract pays everyone exactly what the blocks up to the checkpoint gave. */
export const claimed: Step = async (journey) => {
  let position = positionOf();
  const shares = await journey.shares(async (staker) => {
    const { receipt, checkpointHeight } = await claimAll(journey, staker);
    position = positionOf(receipt);
    return {
      expected: await journey.expectedLifetime(staker.address, checkpointHeight),
      actual: staker.claimed,
    };
  });
  return { ...position, shares };
};

async function claimAll({ live, client, patienceSec }: Journey, staker: Staker) {
  const before = await staker.balance();
  const result = await withFreshData("the claim", patienceSec, () =>
    claim(staker.wallet, { contract: live.contract, node: client, recipient: staker.address }),
  );
  staker.claimed = (await staker.balance()) - before;
  const isSame = result.amount === staker.claimed;
  check("claimed", isSame, `${staker.role}: the event says ${result.amount}, the balance rose by ${staker.claimed}`);
  return result;
}

/** The appchain heard it and counts the unlock time from its own block. */
export const exitRequested: Step = async (journey) => {
  const { live, wallet, nodeId, params } = journey;
  const { result: receipt, changeOf } = await journey.measured(() =>
    requestExit(wallet, { contract: live.contract, nodeId }),
  );
  const node = await waitFor("the appchain to see the exit request", journey.patienceSec, async () => {
    const found = await journey.node("exitRequested");
    return found?.unlockAt == null ? undefined : found;
  });
  const entry = await journey.history("exit-requested");
  const due = (await journey.blockTime(entry?.height ?? 0)) + params.unlockSec;
  check("exitRequested", node.unlockAt === due, `unlocks at ${node.unlockAt}, block time + unlock is ${due}`);
  journey.unlockAt = due;
  const shares = await journey.shares(async (staker) => ({ expected: 0n, actual: await changeOf(staker) }));
  return { ...positionOf(receipt), shares };
};

/** It left at its time and not before, and earned until then. */
export const unlocked: Step = async (journey) => {
  const { params, unlockAt, client } = journey;
  const removed = await waitFor("the unlock", params.unlockSec + journey.patienceSec, async () =>
    (await journey.node("unlocked"))?.removed === null ? undefined : await journey.history("node-removed"),
  );
  const { height } = removed;
  check("unlocked", (await journey.blockTime(height)) >= unlockAt, `removed in block ${height}, before its time`);
  check("unlocked", (await journey.blockTime(height - 1)) < unlockAt, `removed in block ${height}, too late`);
  journey.removedHeight = height;
  const shares = await journey.shares(async (staker) => {
    const rewards = await waitFor("a block after the unlock", journey.patienceSec, async () => {
      const found = await client.getRewards(staker.address);
      return found.height > height ? found : undefined;
    });
    staker.finalLifetime = await journey.expectedLifetime(staker.address, height);
    return { expected: staker.finalLifetime, actual: BigInt(rewards.lifetimeRewards) };
  });
  return { block: height, tx: null, shares };
};

/** The contract returns each stake to its staker against the exit leaf. */
export const exited: Step = async (journey) => {
  const { live, wallet, client, nodeId, stake } = journey;
  const { result, changeOf } = await journey.measured(() =>
    withFreshData("a signed checkpoint with the exit", journey.patienceSec, () =>
      exit(wallet, { contract: live.contract, node: client, nodeId }),
    ),
  );
  const { returned, lockedUntil, receipt } = result;
  check("exited", lockedUntil === 0, `the stake is locked until ${lockedUntil}`);
  check("exited", returned === stake, `the contract says it returned ${returned} of ${stake}`);
  const shares = await journey.shares(async (staker) => ({ expected: staker.stake, actual: await changeOf(staker) }));
  return { ...positionOf(receipt), shares };
};

/** The rest is claimed, and each account holds what it began with and every reward: not a unit more or less. */
export const stakeReturned: Step = async (journey) => {
  const { wallet, client, nodeId } = journey;
  await waitFor("the appchain to forget the node", journey.patienceSec, async () =>
    (await client.findNode(nodeId)) === undefined ? true : undefined,
  );
  let position = { ...positionOf(), block: Number(await wallet.publicClient.getBlockNumber()) };
  const shares = await journey.shares(async (staker) => {
    const isRestLeft = staker.finalLifetime > staker.claimed;
    if (isRestLeft) position = positionOf((await claimRest(journey, staker)).receipt);
    return { expected: staker.funding + staker.finalLifetime, actual: await staker.balance() };
  });
  return { ...position, shares };
};

function claimRest({ live, client, patienceSec, removedHeight }: Journey, { wallet, address }: Staker) {
  return withFreshData("the last claim", patienceSec, async () => {
    const { checkpoint } = await client.getClaim(address);
    // The newest signed checkpoint doesn't show the last rewards yet.
    if (checkpoint.height < removedHeight) throw new SdkError({ code: "NOTHING_TO_CLAIM", recipient: address });
    return claim(wallet, { contract: live.contract, node: client, recipient: address });
  });
}

/** Where a transaction stands; nowhere without one. */
export function positionOf(receipt?: TransactionReceipt): Pick<StepResult, "block" | "tx"> {
  return { block: Number(receipt?.blockNumber ?? 0n), tx: receipt?.transactionHash ?? null };
}
