import { serviceNodeRewardsAbi } from "@session/contracts";
import { liquidate, type NodeResponse, withdrawLockedStake } from "@session/sdk";
import { parseEventLogs } from "viem";
import { STRANGER } from "../accounts.ts";
import { DevnetError } from "../errors.ts";
import { waitFor, withFreshData } from "../journey/waiting.ts";
import { LiveNetwork } from "../live.ts";
import type { CommonOptions } from "./options.ts";
import { answer, sesh } from "./output.ts";
import { CHECKPOINT_SEC, firstRunning } from "./staking.ts";

/** How long --wait waits for a grace or a lock of the devnet. */
const WAIT_SEC = 600;

/** Anyone may liquidate and is paid for it; here it is an account that has no part in the staker's nodes. */
export async function runLiquidate({ folder, json }: CommonOptions, name: string, wait: boolean): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const client = live.client(await firstRunning(live));
  const nodeId = await findNodeId(live, name);
  const node = await client.findNode(nodeId);
  if (node === undefined) throw notRegistered(name);
  requireLeaver(node, wait);
  const wallet = live.wallet(STRANGER.privateKey);
  if (wait) await waitForGrace(client, nodeId);
  const { reward, poolShare, lockedUntil, receipt } = await withFreshData("the liquidation", CHECKPOINT_SEC, () =>
    liquidate(wallet, { contract: live.contract, node: client, nodeId }),
  );
  const amounts = { reward: reward.toString(), poolShare: poolShare.toString(), lockedUntil };
  const value = { nodeId, liquidator: STRANGER.address, ...amounts, tx: receipt.transactionHash };
  const words = `node ${nodeId} is liquidated: ${sesh(reward)} to ${STRANGER.address}, ${sesh(poolShare)} to the pool`;
  if (!wait)
    return answer(
      json,
      value,
      `${words}; the rest is locked until ${lockedUntil}, then: npm run -s devnet -- withdraw ${nodeId}`,
    );
  await waitFor("the end of the lock", WAIT_SEC, async () =>
    (await wallet.publicClient.getBlock()).timestamp >= BigInt(lockedUntil) ? true : undefined,
  );
  const returned = await withdraw(live, nodeId);
  answer(json, { ...value, ...returned }, `${words}; ${sesh(returned.returned)} returned`);
}

/** Returns a locked stake; whoever sends it, each part goes to its staker. */
export async function runWithdraw({ folder, json }: CommonOptions, nodeId: number): Promise<void> {
  if (!Number.isInteger(nodeId) || nodeId < 1)
    throw new DevnetError({ code: "USAGE", reason: "id" }, "The node's id is needed, such as 257.");
  const live = await LiveNetwork.connect(folder);
  const { returned, withdrawTx } = await withdraw(live, nodeId);
  answer(json, { nodeId, returned, tx: withdrawTx }, `the lock of node ${nodeId} is over; ${sesh(returned)} returned`);
}

async function withdraw(live: LiveNetwork, nodeId: number): Promise<{ returned: string; withdrawTx: string }> {
  const { contract } = live;
  const { logs, transactionHash } = await withdrawLockedStake(live.wallet(STRANGER.privateKey), { contract, nodeId });
  const abi = serviceNodeRewardsAbi;
  const returned = parseEventLogs({ abi, eventName: "LockedStakeWithdrawn", logs }).reduce(
    (sum, { args }) => sum + args.returned,
    0n,
  );
  return { returned: returned.toString(), withdrawTx: transactionHash };
}

/** @throws DevnetError NODE_NOT_LIQUIDATABLE for a node that isn't leaving, or, unless it is waited for, hasn't left */
function requireLeaver({ id: nodeId, removed, unlockAt }: NodeResponse, wait: boolean): void {
  const refuse = (why: string) => {
    throw new DevnetError({ code: "NODE_NOT_LIQUIDATABLE", nodeId }, `Node ${nodeId} can't be liquidated: ${why}.`);
  };
  if (removed !== null && removed.liquidatableFrom === null) refuse(`it was removed as ${removed.reason}`);
  if (removed === null && unlockAt === null) refuse("nobody asked for its exit");
  if (removed === null && !wait) refuse(`it unlocks at ${unlockAt}, then its grace begins; --wait waits for both`);
}

/** A signed checkpoint that lets it be liquidated. */
function waitForGrace(client: ReturnType<LiveNetwork["client"]>, nodeId: number): Promise<true> {
  return waitFor(`node ${nodeId} to be liquidatable`, WAIT_SEC, async () => {
    const proved = await client.findExit(nodeId);
    return proved?.liquidation == null ? undefined : true;
  });
}

/** By the name of its service, or by the id it has in the contract: a leaver's node may be down. */
async function findNodeId(live: LiveNetwork, name: string): Promise<number> {
  if (/^[1-9]\d*$/.test(name)) return Number(name);
  const { nodeId } = await live.client(name).getStatus();
  if (nodeId === null) throw notRegistered(name);
  return nodeId;
}

function notRegistered(name: string): DevnetError {
  return new DevnetError({ code: "NODE_NOT_REGISTERED", service: name }, `${name} isn't registered.`);
}
