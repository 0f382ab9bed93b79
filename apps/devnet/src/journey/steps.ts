import { claim, exit, register, requestExit, SdkError } from "@session/sdk";
import { check, type Journey } from "./journey.ts";
import type { StepName, StepResult } from "./report.ts";
import { waitFor, withFreshData } from "./waiting.ts";

type Step = (journey: Journey) => Promise<StepResult>;

/** The stake leaves the account, to the last unit. */
const registered: Step = async (journey) => {
  const { live, wallet, stake, spare, address } = journey;
  const registration = await live.prepareRegistration(spare, address);
  const before = await journey.balance();
  const { nodeId, receipt } = await register(wallet, { registration, sesh: live.sesh, stake });
  journey.nodeId = nodeId;
  const actual = before - (await journey.balance());
  return { block: Number(receipt.blockNumber), tx: receipt.transactionHash, expected: stake, actual };
};

/** The appchain took the registration, the daemon said that it is up, and the node votes from now on. */
const active: Step = async (journey) => {
  const node = await waitFor(`node ${journey.nodeId} to be active`, journey.patienceSec, async () => {
    await noteEarlyRewards(journey);
    const found = await journey.node("active");
    return found?.status === "active" ? found : undefined;
  });
  const entry = await journey.history("node-active");
  check("active", entry !== undefined, "the node's history doesn't say when it became active");
  return { block: entry?.height ?? 0, tx: null, expected: journey.stake, actual: BigInt(node.deposit) };
};

/** It earns from its time on, and nothing before. */
const payable: Step = async (journey) => {
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
  const { earlyRewards } = journey;
  check("payable", earlyRewards.height < height, `no reading of its rewards before block ${height}`);
  return { block: height, tx: null, expected: 0n, actual: earlyRewards.lifetime };
};

async function noteEarlyRewards(journey: Journey): Promise<void> {
  const { height, lifetimeRewards } = await journey.client.getRewards(journey.address);
  const node = await journey.client.findNode(journey.nodeId);
  // Only what was read before it became payable counts; it may have become so between the two questions.
  if (node?.payable !== true) journey.earlyRewards = { height, lifetime: BigInt(lifetimeRewards) };
}

/** What the API says it earned is what the blocks say, once a signed checkpoint shows some of it. */
const earned: Step = async (journey) => {
  await withFreshData("a signed checkpoint with its rewards", journey.patienceSec, () =>
    journey.client.getClaim(journey.address),
  );
  const { height, lifetimeRewards, lifetimeLedger } = await journey.client.getRewards(journey.address);
  const ledger = await journey.expectedLedger(height);
  check("earned", ledger === BigInt(lifetimeLedger), `${lifetimeLedger} ledger units, the blocks give ${ledger}`);
  check("earned", BigInt(lifetimeRewards) > 0n, "nothing");
  return { block: height, tx: null, expected: await journey.expectedLifetime(height), actual: BigInt(lifetimeRewards) };
};

/** The contract pays exactly what the blocks up to the checkpoint gave. */
const claimed: Step = async (journey) => {
  const { live, wallet, client, address } = journey;
  const before = await journey.balance();
  const result = await withFreshData("the claim", journey.patienceSec, () =>
    claim(wallet, { contract: live.contract, node: client, recipient: address }),
  );
  const actual = (await journey.balance()) - before;
  check("claimed", result.amount === actual, `the event says ${result.amount}, the balance rose by ${actual}`);
  journey.claimed = actual;
  const { blockNumber, transactionHash } = result.receipt;
  const expected = await journey.expectedLifetime(result.checkpointHeight);
  return { block: Number(blockNumber), tx: transactionHash, expected, actual };
};

/** The appchain heard it and counts the unlock time from its own block. */
const exitRequested: Step = async (journey) => {
  const { live, wallet, nodeId, params } = journey;
  const before = await journey.balance();
  const receipt = await requestExit(wallet, { contract: live.contract, nodeId });
  const node = await waitFor("the appchain to see the exit request", journey.patienceSec, async () => {
    const found = await journey.node("exitRequested");
    return found?.unlockAt == null ? undefined : found;
  });
  const entry = await journey.history("exit-requested");
  const due = (await journey.blockTime(entry?.height ?? 0)) + params.unlockSec;
  check("exitRequested", node.unlockAt === due, `unlocks at ${node.unlockAt}, block time + unlock is ${due}`);
  journey.unlockAt = due;
  const actual = (await journey.balance()) - before;
  return { block: Number(receipt.blockNumber), tx: receipt.transactionHash, expected: 0n, actual };
};

/** It left at its time and not before, and earned until then. */
const unlocked: Step = async (journey) => {
  const { params, unlockAt } = journey;
  const removed = await waitFor("the unlock", params.unlockSec + journey.patienceSec, async () =>
    (await journey.node("unlocked"))?.removed === null ? undefined : await journey.history("node-removed"),
  );
  const { height } = removed;
  check("unlocked", (await journey.blockTime(height)) >= unlockAt, `removed in block ${height}, before its time`);
  check("unlocked", (await journey.blockTime(height - 1)) < unlockAt, `removed in block ${height}, too late`);
  journey.removedHeight = height;
  const rewards = await waitFor("a block after the unlock", journey.patienceSec, async () => {
    const found = await journey.client.getRewards(journey.address);
    return found.height > height ? found : undefined;
  });
  journey.finalLifetime = await journey.expectedLifetime(height);
  return { block: height, tx: null, expected: journey.finalLifetime, actual: BigInt(rewards.lifetimeRewards) };
};

/** The contract returns the stake against the exit leaf. */
const exited: Step = async (journey) => {
  const { live, wallet, client, nodeId, stake } = journey;
  const { returned, lockedUntil, receipt } = await withFreshData(
    "a signed checkpoint with the exit",
    journey.patienceSec,
    () => exit(wallet, { contract: live.contract, node: client, nodeId }),
  );
  check("exited", lockedUntil === 0, `the stake is locked until ${lockedUntil}`);
  return { block: Number(receipt.blockNumber), tx: receipt.transactionHash, expected: stake, actual: returned };
};

/** The rest is claimed, and the account holds what it began with and every reward: not a unit more or less. */
const stakeReturned: Step = async (journey) => {
  const { live, wallet, client, address, nodeId, removedHeight, finalLifetime, claimed: before } = journey;
  await waitFor("the appchain to forget the node", journey.patienceSec, async () =>
    (await client.findNode(nodeId)) === undefined ? true : undefined,
  );
  const isRestLeft = finalLifetime > before;
  const last = isRestLeft
    ? await withFreshData("the last claim", journey.patienceSec, async () => {
        const { checkpoint } = await client.getClaim(address);
        if (checkpoint.height < removedHeight) throw notYet(address);
        return claim(wallet, { contract: live.contract, node: client, recipient: address });
      })
    : undefined;
  const block = last?.receipt.blockNumber ?? (await wallet.publicClient.getBlockNumber());
  const expected = journey.funding + finalLifetime;
  return { block: Number(block), tx: last?.receipt.transactionHash ?? null, expected, actual: await journey.balance() };
};

/** The newest signed checkpoint doesn't show the last rewards yet. */
function notYet(recipient: string): SdkError {
  return new SdkError({ code: "NOTHING_TO_CLAIM", recipient });
}

/** A node's life in order. */
export const STEPS: readonly (readonly [StepName, Step])[] = [
  ["registered", registered],
  ["active", active],
  ["payable", payable],
  ["earned", earned],
  ["claimed", claimed],
  ["exitRequested", exitRequested],
  ["unlocked", unlocked],
  ["exited", exited],
  ["stakeReturned", stakeReturned],
];
