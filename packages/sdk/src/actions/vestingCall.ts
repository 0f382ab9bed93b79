import { serviceNodeContributionAbi, tokenVestingStakingAbi } from "@session/contracts";
import type { ContractFunctionArgs, ContractFunctionName, Hex, TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { sendContractCall } from "./send.ts";

export type VestingParameters = {
  /** The vesting contract that acts; the wallet's account holds it. */
  readonly vesting: Hex;
};

type Abi = typeof tokenVestingStakingAbi;
type Name = ContractFunctionName<Abi, "nonpayable">;

/** A pool behind a vesting refuses by the pool's own errors. */
const poolErrors = serviceNodeContributionAbi.filter(({ type }) => type === "error");
const abi = [...tokenVestingStakingAbi, ...poolErrors] as unknown as Abi;

/** Sends a call to a vesting contract; what the pool or the rewards contract behind it refuses is named as well. */
export function sendVestingCall<Called extends Name>(
  wallet: Wallet,
  { vesting: address }: VestingParameters,
  call: { readonly functionName: Called; readonly args: ContractFunctionArgs<Abi, "nonpayable", Called> },
): Promise<TransactionReceipt> {
  return sendContractCall<Abi, Called>(wallet, { address, abi, ...call });
}
