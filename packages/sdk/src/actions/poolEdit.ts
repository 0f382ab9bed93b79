import { serviceNodeContributionAbi } from "@session/contracts";
import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import type { PreparedRegistration } from "../registration.ts";
import { approve, isApproved } from "./approve.ts";
import type { PoolReservation } from "./poolDeploy.ts";
import type { PoolParameters } from "./poolManage.ts";
import { registrationArgs } from "./registrationArgs.ts";
import { sendContractCall } from "./send.ts";

const abi = serviceNodeContributionAbi;

/**
 * Sets the operator's fee. Operator only, while nothing is inside the pool.
 *
 * @throws SdkError CONTRACT_REVERTED (NotOperator, OperatorHasContributed, FeeTooHigh, AlreadyFinalized),
 * TRANSACTION_FAILED
 */
export function updatePoolFee(
  wallet: Wallet,
  { pool: address, feeBps }: PoolParameters & { /** 0–10,000. */ readonly feeBps: number },
): Promise<TransactionReceipt> {
  return sendContractCall(wallet, { address, abi, functionName: "updateFee", args: [feeBps] });
}

/**
 * Sets the places kept, in place of all before. Operator only, while nothing is inside the pool.
 *
 * @throws SdkError CONTRACT_REVERTED (NotOperator, OperatorHasContributed, InvalidReservation, DuplicateReservation,
 * TooManyReservations, ReservationsAboveRequirement, OperatorReservationTooLow, AlreadyFinalized), TRANSACTION_FAILED
 */
export function updatePoolReservations(
  wallet: Wallet,
  { pool: address, reserved }: PoolParameters & { readonly reserved: readonly PoolReservation[] },
): Promise<TransactionReceipt> {
  return sendContractCall(wallet, { address, abi, functionName: "updateReservedContributors", args: [reserved] });
}

export type UpdatePoolKeysParameters = PoolParameters & {
  /** Made for the wallet's account as operator. */
  readonly registration: PreparedRegistration;
  /** Set along with the keys, 0–10,000. */
  readonly feeBps: number;
};

/**
 * Sets the node's keys, as of a node that has moved to another machine. Operator only, while nothing is inside the pool.
 *
 * @throws SdkError CONTRACT_REVERTED (NotOperator, OperatorHasContributed, InvalidProofOfPossession, FeeTooHigh,
 * AlreadyFinalized), TRANSACTION_FAILED
 */
export function updatePoolKeys(wallet: Wallet, parameters: UpdatePoolKeysParameters): Promise<TransactionReceipt> {
  const { pool: address, registration, feeBps } = parameters;
  const args = registrationArgs(registration, feeBps);
  return sendContractCall(wallet, { address, abi, functionName: "updatePubkeys", args });
}

export type UpdatePoolManualFinalizeReturnType = {
  readonly receipt: TransactionReceipt;
  /** The node, if switching to automatic registered the full pool's. */
  readonly nodeId: number | undefined;
};

/**
 * Sets whether the operator registers the full pool itself. Operator only, until the node is registered; switched off
 * with the pool full, it registers the node at once, where the rewards contract takes it.
 *
 * @throws SdkError CONTRACT_REVERTED (NotOperator, AlreadyFinalized), TRANSACTION_FAILED
 */
export async function updatePoolManualFinalize(
  wallet: Wallet,
  { pool: address, manualFinalize }: PoolParameters & { readonly manualFinalize: boolean },
): Promise<UpdatePoolManualFinalizeReturnType> {
  const call = { address, abi, functionName: "updateManualFinalize", args: [manualFinalize] } as const;
  const receipt = await sendContractCall(wallet, call);
  const [finalized] = parseEventLogs({ abi, eventName: "Finalized", logs: receipt.logs });
  return { receipt, nodeId: finalized?.args.nodeId };
}

export type RestartPoolParameters = UpdatePoolKeysParameters & {
  /** SESH token. */
  readonly sesh: Hex;
  readonly reserved: readonly PoolReservation[];
  readonly manualFinalize: boolean;
  /** The operator's new contribution, base units. */
  readonly amount: bigint;
  /** Receives the operator's rewards. Default: the account. */
  readonly beneficiary?: Hex;
};
export type RestartPoolReturnType = { readonly receipt: TransactionReceipt; readonly contributed: bigint };

/**
 * Refunds everybody, sets all terms and makes the operator's contribution under them, all in one transaction: nobody can
 * join in between. Where the allowance falls short, it approves exactly the amount first. Operator only, until the node
 * is registered.
 *
 * @throws SdkError CONTRACT_REVERTED (NotOperator, AlreadyFinalized, InvalidProofOfPossession, FeeTooHigh, the errors of
 * `updatePoolReservations` and of `contribute`), TRANSACTION_FAILED
 */
export async function restartPool(wallet: Wallet, parameters: RestartPoolParameters): Promise<RestartPoolReturnType> {
  const { pool: address, sesh, registration, feeBps, reserved, manualFinalize, amount } = parameters;
  const { beneficiary = wallet.walletClient.account.address } = parameters;
  const approval = { token: sesh, spender: address, amount };
  if (!(await isApproved(wallet, approval))) await approve(wallet, approval);
  const args = [...registrationArgs(registration, feeBps), reserved, manualFinalize, amount, beneficiary] as const;
  const receipt = await sendContractCall(wallet, { address, abi, functionName: "resetUpdateAndContribute", args });
  const [made] = parseEventLogs({ abi, eventName: "Contributed", logs: receipt.logs });
  if (made !== undefined) return { receipt, contributed: made.args.contributed };
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "resetUpdateAndContribute" },
    `${address} mined resetUpdateAndContribute without reporting a contribution: is it a pool?`,
  );
}
