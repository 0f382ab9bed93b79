import { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, maxUint256, parseEventLogs, type TransactionReceipt } from "viem";
import type { NodeClient } from "../clients/node.ts";
import type { ClaimResponse } from "../clients/nodeSchemas.ts";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { isCheckpointOnL2, toCheckpointArgs } from "./checkpoint.ts";
import { withFreshCertificate } from "./freshCertificate.ts";
import { sendContractCall } from "./send.ts";

export type ClaimParameters = {
  readonly contract: Hex;
  readonly node: Pick<NodeClient, "getClaim">;
  readonly recipient: Hex;
  /** Base units; all that is claimable without it. */
  readonly amount?: bigint;
};
export type ClaimReturnType = {
  readonly receipt: TransactionReceipt;
  /** Base units paid: less than asked for when the claim window holds less. */
  readonly amount: bigint;
  readonly lifetimeRewards: bigint;
  readonly checkpointHeight: number;
};

/**
 * Claims rewards by Merkle proof, posting the checkpoint in the same transaction when the contract doesn't hold it yet.
 *
 * @throws SdkError CONTRACT_REVERTED (e.g. NothingToClaim, ClaimCapReached), API_PROBLEM, NOTHING_TO_CLAIM
 */
export async function claim(wallet: Wallet, parameters: ClaimParameters): Promise<ClaimReturnType> {
  const { contract, node, recipient, amount = maxUint256 } = parameters;
  const { receipt, height } = await withFreshCertificate(async () => {
    const proof = await node.getClaim(recipient);
    const isStored = await isCheckpointOnL2(wallet, contract, proof.checkpoint);
    const send = isStored ? claimAgainstStored : submitAndClaim;
    return { receipt: await send(wallet, contract, proof, amount), height: proof.checkpoint.height };
  });
  return toClaimed(recipient, receipt, height);
}

/** What a claim mined against the checkpoint of that height has paid. */
export function toClaimed(recipient: Hex, receipt: TransactionReceipt, checkpointHeight: number): ClaimReturnType {
  const [event] = parseEventLogs({ abi: serviceNodeRewardsAbi, eventName: "RewardsClaimed", logs: receipt.logs });
  if (event === undefined)
    throw new SdkError({ code: "NOTHING_TO_CLAIM", recipient }, `${recipient} was paid nothing.`);
  const { amount, lifetimeRewards } = event.args;
  return { receipt, amount, lifetimeRewards, checkpointHeight };
}

function claimAgainstStored(wallet: Wallet, address: Hex, claimed: ClaimResponse, amount: bigint) {
  return sendContractCall(wallet, {
    address,
    abi: serviceNodeRewardsAbi,
    functionName: "claimRewards",
    args: [
      BigInt(claimed.checkpoint.height),
      claimed.recipient as Hex,
      BigInt(claimed.lifetimeRewards),
      amount,
      claimed.proof as Hex[],
    ],
  });
}

function submitAndClaim(wallet: Wallet, address: Hex, claimed: ClaimResponse, amount: bigint) {
  return sendContractCall(wallet, {
    address,
    abi: serviceNodeRewardsAbi,
    functionName: "submitAndClaim",
    args: [
      ...toCheckpointArgs(claimed.checkpoint, claimed.certificate),
      claimed.recipient as Hex,
      BigInt(claimed.lifetimeRewards),
      amount,
      claimed.proof as Hex[],
    ],
  });
}
