import { serviceNodeRewardsAbi } from "@session/contracts";
import { encodeFunctionData, type Hex, type TransactionReceipt } from "viem";
import type { ExitResponse } from "../clients/nodeSchemas.ts";
import type { Wallet } from "../clients/wallet.ts";
import { isCheckpointOnL2, toCheckpointArgs } from "./checkpoint.ts";
import { sendContractCall } from "./send.ts";

/** A call proved against a checkpoint: an exit or a liquidation. */
export type ProvedCall = {
  readonly functionName: "exitBLSPublicKey" | "liquidateBLSPublicKey";
  readonly args: readonly [id: number, height: bigint, lockedUntil: bigint, proof: readonly Hex[]];
};

/** Sends the call, after the checkpoint it is proved against in the same transaction if the contract lacks that. */
export async function sendProved(
  wallet: Wallet,
  address: Hex,
  { checkpoint, certificate }: Pick<ExitResponse, "checkpoint" | "certificate">,
  call: ProvedCall,
): Promise<TransactionReceipt> {
  const abi = serviceNodeRewardsAbi;
  if (await isCheckpointOnL2(wallet, address, checkpoint)) return sendContractCall(wallet, { address, abi, ...call });
  const calls = [
    encodeFunctionData({ abi, functionName: "submitCheckpoint", args: toCheckpointArgs(checkpoint, certificate) }),
    encodeFunctionData({ abi, ...call }),
  ];
  return sendContractCall(wallet, { address, abi, functionName: "multicall", args: [calls] });
}
