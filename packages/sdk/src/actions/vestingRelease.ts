import { tokenVestingStakingAbi } from "@session/contracts";
import { parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { sendVestingCall, type VestingParameters } from "./vestingCall.ts";

export type ReleaseVestingReturnType = {
  readonly receipt: TransactionReceipt;
  /** Base units paid to the wallet's account. */
  readonly released: bigint;
};

/**
 * Pays what has vested in a vesting contract of either kind to its holder, the wallet's account.
 *
 * Source of the rules: docs/contracts/vesting.md.
 *
 * @throws SdkError CONTRACT_REVERTED (NotHolder, NothingToRelease), TRANSACTION_FAILED
 */
export async function releaseVesting(
  wallet: Wallet,
  { vesting }: VestingParameters,
): Promise<ReleaseVestingReturnType> {
  const receipt = await sendVestingCall(wallet, { vesting }, { functionName: "release", args: [] });
  const [event] = parseEventLogs({ abi: tokenVestingStakingAbi, eventName: "TokensReleased", logs: receipt.logs });
  if (event !== undefined) return { receipt, released: event.args.amount };
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "release" },
    `${vesting} mined the release without reporting it: is it a vesting contract?`,
  );
}
