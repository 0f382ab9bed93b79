import { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { NodeClient } from "../clients/node.ts";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { withFreshCertificate } from "./freshCertificate.ts";
import { sendContractCall } from "./send.ts";
import { sendProved } from "./sendProved.ts";

export type LiquidateParameters = {
  readonly contract: Hex;
  readonly node: Pick<NodeClient, "getExit">;
  readonly nodeId: number;
};
export type LiquidateReturnType = {
  readonly receipt: TransactionReceipt;
  /** Base units paid to the sender; taken, like the pool's share, from the operator's stake. */
  readonly reward: bigint;
  readonly poolShare: bigint;
  /** Unix seconds from which {@link withdrawLockedStake} returns the rest. */
  readonly lockedUntil: number;
};

/**
 * Takes out a node that has not left within its grace; anyone may send it, and is paid for it.
 *
 * Source of the rule: docs/protocol/claims.md#leaves (leaf 3) and the contract's `liquidateBLSPublicKey`.
 *
 * @throws SdkError NOT_LIQUIDATABLE while the grace lasts, or for a node that may never be liquidated; API_PROBLEM,
 * CONTRACT_REVERTED (e.g. TooEarly, NodeNotActive)
 */
export async function liquidate(wallet: Wallet, parameters: LiquidateParameters): Promise<LiquidateReturnType> {
  const { contract, node, nodeId } = parameters;
  const receipt = await withFreshCertificate(async () => {
    const proved = await node.getExit(nodeId);
    const { liquidation } = proved;
    if (liquidation === null)
      throw new SdkError(
        { code: "NOT_LIQUIDATABLE", nodeId },
        `Node ${nodeId} can't be liquidated as of checkpoint ${proved.checkpoint.height}: its grace lasts, or it never can.`,
      );
    return sendProved(wallet, contract, proved, {
      functionName: "liquidateBLSPublicKey",
      args: [nodeId, BigInt(proved.checkpoint.height), BigInt(liquidation.lockedUntil), liquidation.proof as Hex[]],
    });
  });
  const [event] = parseEventLogs({
    abi: serviceNodeRewardsAbi,
    eventName: "ServiceNodeLiquidated",
    logs: receipt.logs,
  });
  if (event === undefined)
    throw new SdkError(
      { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "liquidateBLSPublicKey" },
      `The liquidation of node ${nodeId} was mined without an effect.`,
    );
  const { liquidatorPenalty: reward, poolPenalty: poolShare, lockedUntil } = event.args;
  return { receipt, reward, poolShare, lockedUntil: Number(lockedUntil) };
}

/**
 * Returns the stakes of a locked node once its lock is over; anyone may send it, each stake goes to its staker.
 *
 * @throws SdkError CONTRACT_REVERTED (TooEarly with the time, NotLocked)
 */
export function withdrawLockedStake(
  wallet: Wallet,
  { contract, nodeId }: { contract: Hex; nodeId: number },
): Promise<TransactionReceipt> {
  return sendContractCall(wallet, {
    address: contract,
    abi: serviceNodeRewardsAbi,
    functionName: "withdrawLockedStake",
    args: [nodeId],
  });
}

/**
 * The escape hatch: 30 days after an exit request, without the network's consent, even if every node is gone.
 *
 * @throws SdkError CONTRACT_REVERTED (TooEarly with the time, ExitNotRequested)
 */
export function exitAfterWait(
  wallet: Wallet,
  { contract, nodeId }: { contract: Hex; nodeId: number },
): Promise<TransactionReceipt> {
  return sendContractCall(wallet, {
    address: contract,
    abi: serviceNodeRewardsAbi,
    functionName: "exitBLSPublicKeyAfterWaitTime",
    args: [nodeId],
  });
}
