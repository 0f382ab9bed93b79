import { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { NodeClient } from "../clients/node.ts";
import type { ExitResponse } from "../clients/nodeSchemas.ts";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { withFreshCertificate } from "./freshCertificate.ts";
import { sendContractCall } from "./send.ts";
import { sendProved } from "./sendProved.ts";

/**
 * Asks to leave: any contributor may, one with under a quarter only 30 days after registration. The node goes on earning
 * until the unlock time, then {@link exit} returns the stakes.
 */
export function requestExit(
  wallet: Wallet,
  parameters: { contract: Hex; nodeId: number },
): Promise<TransactionReceipt> {
  const { contract, nodeId } = parameters;
  return sendContractCall(wallet, {
    address: contract,
    abi: serviceNodeRewardsAbi,
    functionName: "initiateExitBLSPublicKey",
    args: [nodeId],
  });
}

export type ExitParameters = {
  readonly contract: Hex;
  readonly node: Pick<NodeClient, "getExit">;
  readonly nodeId: number;
};
export type ExitReturnType = {
  /** Of the transaction that took the node out: this one, or an earlier one of somebody else. */
  readonly receipt: TransactionReceipt;
  /** Base units returned at once; 0 for a deregistered node, whose stake is locked until `lockedUntil`. */
  readonly returned: bigint;
  readonly lockedUntil: number;
};

/**
 * Takes a removed node out of the contract and returns its stakes; anyone may send it. A node that somebody else has
 * taken out already is a success.
 *
 * @throws SdkError API_PROBLEM NOT_FOUND while no signed checkpoint shows the removal, CONTRACT_REVERTED
 */
export async function exit(wallet: Wallet, parameters: ExitParameters): Promise<ExitReturnType> {
  const { contract, node, nodeId } = parameters;
  const receipt = await withFreshCertificate(async () => sendExit(wallet, contract, await node.getExit(nodeId))).catch(
    async (error: unknown) => {
      const earlier = mayBeGone(error) ? await findExit(wallet, contract, nodeId) : undefined;
      if (earlier === undefined) throw error;
      return earlier;
    },
  );
  const [event] = parseEventLogs({ abi: serviceNodeRewardsAbi, eventName: "ServiceNodeExit", logs: receipt.logs });
  if (event === undefined)
    throw new SdkError(
      { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "exitBLSPublicKey" },
      `The exit of node ${nodeId} was mined without returning anything.`,
    );
  return { receipt, returned: event.args.returned, lockedUntil: Number(event.args.lockedUntil) };
}

function mayBeGone(error: unknown): boolean {
  if (!(error instanceof SdkError)) return false;
  const { detail } = error;
  if (detail.code === "API_PROBLEM") return detail.status === 404;
  return detail.code === "CONTRACT_REVERTED" && detail.name === "NodeNotActive";
}

/** Receipt of the exit of a node that has left; undefined when it hasn't, or the provider can't look that far back. */
async function findExit({ publicClient }: Wallet, address: Hex, id: number): Promise<TransactionReceipt | undefined> {
  const filter = { address, abi: serviceNodeRewardsAbi, eventName: "ServiceNodeExit", args: { id } } as const;
  const [event] = await publicClient.getContractEvents({ ...filter, fromBlock: 0n }).catch(() => []);
  return event === undefined ? undefined : publicClient.getTransactionReceipt({ hash: event.transactionHash });
}

function sendExit(wallet: Wallet, address: Hex, proved: ExitResponse): Promise<TransactionReceipt> {
  return sendProved(wallet, address, proved, {
    functionName: "exitBLSPublicKey",
    args: [proved.id, BigInt(proved.checkpoint.height), BigInt(proved.exit.lockedUntil), proved.exit.proof as Hex[]],
  });
}
