import { seshL2Abi } from "@session/contracts";
import { erc20Abi, type Hex } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { sendContractCall } from "./send.ts";

export type ApproveParameters = { readonly token: Hex; readonly spender: Hex; readonly amount: bigint };

/** Whether the spender may take the amount from the wallet's account already. */
export async function isApproved(wallet: Wallet, { token, spender, amount }: ApproveParameters): Promise<boolean> {
  const { publicClient, walletClient } = wallet;
  const args = [walletClient.account.address, spender] as const;
  const allowance = await publicClient.readContract({
    address: token,
    abi: erc20Abi,
    functionName: "allowance",
    args,
  });
  return allowance >= amount;
}

/** Approves exactly the amount. */
export async function approve(wallet: Wallet, { token, spender, amount }: ApproveParameters): Promise<void> {
  await sendContractCall(wallet, { address: token, abi: seshL2Abi, functionName: "approve", args: [spender, amount] });
}
