import { serviceNodeContributionAbi } from "@session/contracts";
import { type Hex, isAddressEqual, parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { sendContractCall } from "./send.ts";

export type PoolParameters = { readonly pool: Hex };
export type WithdrawContributionReturnType = {
  readonly receipt: TransactionReceipt;
  /** Base units returned to the account. */
  readonly withdrawn: bigint;
};
export type FinalizePoolReturnType = { readonly receipt: TransactionReceipt; readonly nodeId: number };
export type PoolErrorType = SdkError;

const abi = serviceNodeContributionAbi;

/**
 * Takes back all of the account's contributions: 24 hours after the last one, or at once for the operator, which resets
 * the pool and refunds everybody. Not once the node is registered.
 *
 * @throws SdkError CONTRACT_REVERTED (WithdrawalTooEarly, NotContributor, AlreadyFinalized), TRANSACTION_FAILED
 */
export async function withdrawContribution(
  wallet: Wallet,
  { pool: address }: PoolParameters,
): Promise<WithdrawContributionReturnType> {
  const receipt = await sendContractCall(wallet, { address, abi, functionName: "withdrawContribution", args: [] });
  const events = parseEventLogs({ abi, eventName: "ContributionWithdrawn", logs: receipt.logs });
  const own = events.find(({ args }) => isAddressEqual(args.staker, wallet.walletClient.account.address));
  if (own === undefined) throw unreported(receipt, address, "withdrawContribution");
  return { receipt, withdrawn: own.args.amount };
}

/**
 * Names another receiver for the rewards of the account's share, until the node is registered.
 *
 * @throws SdkError CONTRACT_REVERTED (NotContributor, InvalidBeneficiary, AlreadyFinalized), TRANSACTION_FAILED
 */
export function updateBeneficiary(
  wallet: Wallet,
  parameters: PoolParameters & { readonly beneficiary: Hex },
): Promise<TransactionReceipt> {
  const { pool: address, beneficiary } = parameters;
  return sendContractCall(wallet, { address, abi, functionName: "updateBeneficiary", args: [beneficiary] });
}

/**
 * Registers the node of a full pool: the operator where it does so by hand, anybody else after a registration that
 * failed with the last contribution.
 *
 * @throws SdkError CONTRACT_REVERTED (NotFull, NotOperator, AlreadyFinalized, and what the rewards contract refuses:
 * EnforcedPause, TooManyRegistrations, BlsKeyInUse, WrongStake, TooManyContributors), TRANSACTION_FAILED
 */
export async function finalizePool(wallet: Wallet, { pool: address }: PoolParameters): Promise<FinalizePoolReturnType> {
  const receipt = await sendContractCall(wallet, { address, abi, functionName: "finalize", args: [] });
  const [event] = parseEventLogs({ abi, eventName: "Finalized", logs: receipt.logs });
  if (event === undefined) throw unreported(receipt, address, "finalize");
  return { receipt, nodeId: event.args.nodeId };
}

/**
 * Refunds everybody and lets the operator start again, with other terms if it likes. Operator only, until the node is
 * registered.
 *
 * @throws SdkError CONTRACT_REVERTED (NotOperator, AlreadyFinalized), TRANSACTION_FAILED
 */
export function resetPool(wallet: Wallet, { pool: address }: PoolParameters): Promise<TransactionReceipt> {
  return sendContractCall(wallet, { address, abi, functionName: "reset", args: [] });
}

function unreported(receipt: TransactionReceipt, pool: Hex, action: string): SdkError {
  return new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action },
    `${pool} mined ${action} without reporting anything: is it a pool?`,
  );
}
