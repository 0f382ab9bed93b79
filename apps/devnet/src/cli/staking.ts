import { claim, exit, register, requestExit } from "@session/sdk";
import { getAddress, isAddress } from "viem";
import { STAKER } from "../accounts.ts";
import { parseSesh } from "../amount.ts";
import { DevnetError } from "../errors.ts";
import { waitFor, withFreshData } from "../journey/waiting.ts";
import { LiveNetwork } from "../live.ts";
import { findKey } from "../wallets.ts";
import type { CommonOptions } from "./options.ts";
import { answer, sesh } from "./output.ts";

/** How long a transaction may have to wait for the next signed checkpoint. */
export const CHECKPOINT_SEC = 60;

function toAddress(text: string) {
  if (isAddress(text, { strict: false })) return getAddress(text);
  throw new DevnetError({ code: "USAGE", reason: `address ${text}` }, `${text} is no address of 20 bytes in hex.`);
}

export async function runFund({ folder, json }: CommonOptions, to: string, amount: string): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const address = toAddress(to);
  const units = parseSesh(amount);
  const sent = await live.fund(address, units);
  answer(json, { address, amount: units.toString(), ...sent }, `${sesh(units)} and 1 ETH for ${address}`);
}

export async function runRegister({ folder, json }: CommonOptions, spare: string): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const { stakingRequirement } = await live.client(spare).getParams();
  const registration = await live.prepareRegistration(spare, STAKER.address);
  const wallet = live.wallet(STAKER.privateKey);
  const stake = BigInt(stakingRequirement);
  const { nodeId, receipt } = await register(wallet, { registration, sesh: live.sesh, stake });
  const value = {
    service: spare,
    nodeId,
    operator: STAKER.address,
    stake: stakingRequirement,
    tx: receipt.transactionHash,
  };
  answer(json, value, `${spare} is node ${nodeId}, staked with ${sesh(stake)} by ${STAKER.address}`);
}

/** Anyone may send a claim; the rewards go to the address they belong to. */
export async function runClaim({ folder, json }: CommonOptions, of: string | undefined): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const recipient = of === undefined ? STAKER.address : toAddress(of);
  const node = live.client(await firstRunning(live));
  const wallet = live.wallet(STAKER.privateKey);
  const result = await withFreshData("the claim", CHECKPOINT_SEC, () =>
    claim(wallet, { contract: live.contract, node, recipient }),
  );
  const { amount, lifetimeRewards, checkpointHeight, receipt } = result;
  const value = {
    recipient,
    amount: amount.toString(),
    lifetimeRewards: lifetimeRewards.toString(),
    checkpointHeight,
    tx: receipt.transactionHash,
  };
  answer(json, value, `${sesh(amount)} paid to ${recipient}, as of block ${checkpointHeight}`);
}

/** The next thing a node on its way out needs: the request, or, once it is unlocked, the stake. */
export async function runExit({ folder, json }: CommonOptions, name: string, wait: boolean): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const { nodeId } = await live.client(name).getStatus();
  const client = live.client(await firstRunning(live));
  const node = nodeId === null ? undefined : await client.findNode(nodeId);
  if (node === undefined)
    throw new DevnetError({ code: "NODE_NOT_REGISTERED", service: name }, `${name} isn't registered.`);
  const wallet = live.wallet(await findKey(folder, node.operator));
  if (node.removed === null && node.unlockAt === null) {
    const receipt = await requestExit(wallet, { contract: live.contract, nodeId: node.id });
    const { unlockSec } = await client.getParams();
    if (!wait)
      return answer(
        json,
        { nodeId: node.id, exitRequested: true, unlockSec, tx: receipt.transactionHash },
        `asked for the exit of node ${node.id}; its stake is free in about ${unlockSec} s: npm run -s devnet -- exit ${name}`,
      );
  }
  const unlocked = await waitFor(`node ${node.id} to unlock`, wait ? 600 : 1, async () =>
    (await client.findNode(node.id))?.removed === null ? undefined : true,
  ).catch((error: unknown) => {
    if (!wait && error instanceof DevnetError) return false;
    throw error;
  });
  if (!unlocked)
    return answer(json, { nodeId: node.id, unlockAt: node.unlockAt }, `node ${node.id} unlocks at ${node.unlockAt}`);
  const left = await withFreshData("a signed checkpoint with the exit", CHECKPOINT_SEC, () =>
    exit(wallet, { contract: live.contract, node: client, nodeId: node.id }),
  );
  const value = {
    nodeId: node.id,
    returned: left.returned.toString(),
    lockedUntil: left.lockedUntil,
    tx: left.receipt.transactionHash,
  };
  answer(json, value, `node ${node.id} has left; ${sesh(left.returned)} returned`);
}

export async function firstRunning(live: LiveNetwork): Promise<string> {
  const [name] = await live.running();
  if (name !== undefined) return name;
  throw new DevnetError(
    { code: "NOT_RUNNING", folder: live.folder.path },
    "No node runs now: npm run -s devnet -- status",
  );
}
