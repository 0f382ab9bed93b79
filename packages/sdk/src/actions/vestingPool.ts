import { tokenVestingStakingAbi } from "@session/contracts";
import { parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { type ContributeParameters, type ContributeReturnType, toContributed } from "./poolContribute.ts";
import type { PoolParameters, WithdrawContributionReturnType } from "./poolManage.ts";
import { sendVestingCall, type VestingParameters } from "./vestingCall.ts";

export type VestingContributeParameters = VestingParameters & Omit<ContributeParameters, "factory" | "sesh" | "permit">;

/**
 * Contributes to a pool from a vesting contract, under the terms named. The vesting itself refuses what isn't a pool of its
 * factory. `beneficiary` receives the rewards, by default the wallet's account. No approval is needed.
 *
 * Source of the rules: docs/contracts/vesting.md.
 *
 * @throws SdkError CONTRACT_REVERTED (NotBeneficiary, VestingIsRevoked, UnknownPool, InvalidRewardsBeneficiary, and what
 * `contribute` names), TRANSACTION_FAILED
 * @example
 * const { termsHash, account } = await getPool(wallet, { factory, pool, account: vesting });
 * await vestingContribute(wallet, { vesting, pool, amount: account.minimumContribution, termsHash });
 */
export async function vestingContribute(
  wallet: Wallet,
  parameters: VestingContributeParameters,
): Promise<ContributeReturnType> {
  const { vesting, pool, amount, termsHash } = parameters;
  const { beneficiary = wallet.walletClient.account.address } = parameters;
  const args = [pool, amount, beneficiary, termsHash] as const;
  return toContributed(pool, await sendVestingCall(wallet, { vesting }, { functionName: "contributeFunds", args }));
}

/**
 * Names another receiver for the rewards of the vesting's share in a pool, until the node is registered.
 *
 * @throws SdkError CONTRACT_REVERTED (NotHolder, UnknownPool, InvalidRewardsBeneficiary, NotContributor,
 * AlreadyFinalized), TRANSACTION_FAILED
 */
export function vestingUpdateBeneficiary(
  wallet: Wallet,
  parameters: VestingParameters & PoolParameters & { readonly beneficiary: `0x${string}` },
): Promise<TransactionReceipt> {
  const { vesting, pool, beneficiary } = parameters;
  return sendVestingCall(wallet, { vesting }, { functionName: "updateBeneficiary", args: [pool, beneficiary] });
}

/**
 * Takes all of the vesting's contributions out of a pool and back to the vesting, under the rules of `withdrawContribution`.
 *
 * @throws SdkError CONTRACT_REVERTED (NotHolder, UnknownPool, WithdrawalTooEarly, NotContributor, AlreadyFinalized),
 * TRANSACTION_FAILED
 */
export async function vestingWithdrawContribution(
  wallet: Wallet,
  { vesting, pool }: VestingParameters & PoolParameters,
): Promise<WithdrawContributionReturnType> {
  const receipt = await sendVestingCall(wallet, { vesting }, { functionName: "withdrawContribution", args: [pool] });
  const abi = tokenVestingStakingAbi;
  const [event] = parseEventLogs({ abi, eventName: "PoolWithdrawn", logs: receipt.logs });
  if (event !== undefined) return { receipt, withdrawn: event.args.amount };
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "withdrawContribution" },
    `${vesting} mined the withdrawal without reporting it: is it a vesting contract?`,
  );
}
