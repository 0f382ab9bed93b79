import { serviceNodeContributionFactoryAbi } from "@session/contracts";
import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import type { PreparedRegistration } from "../registration.ts";
import { registrationArgs } from "./registrationArgs.ts";
import { sendContractCall } from "./send.ts";

/** A place kept for somebody who brings at least `amount` (base units). */
export type PoolReservation = { readonly contributor: Hex; readonly amount: bigint };

export type DeployPoolParameters = {
  /** ServiceNodeContributionFactory. */
  readonly factory: Hex;
  /** Made for the wallet's account as operator. */
  readonly registration: PreparedRegistration;
  /** The operator's fee, 0–10,000. */
  readonly feeBps: number;
  /** May name the operator, with at least 25 %. Default: none. */
  readonly reserved?: readonly PoolReservation[];
  /** Whether the operator registers the full pool itself (`finalizePool`). Default false: the last contribution does. */
  readonly manualFinalize?: boolean;
};
export type DeployPoolReturnType = { readonly pool: Hex; readonly receipt: TransactionReceipt };
export type DeployPoolErrorType = SdkError;

/**
 * Deploys a pool that collects the stake of one node from several contributors; the wallet's account is its operator,
 * who contributes first.
 *
 * Source of the rules: docs/contracts/pools.md.
 *
 * @throws SdkError CONTRACT_REVERTED (InvalidProofOfPossession, FeeTooHigh, InvalidEd25519Pubkey, InvalidReservation,
 * DuplicateReservation, TooManyReservations, ReservationsAboveRequirement, OperatorReservationTooLow),
 * TRANSACTION_FAILED
 * @example
 * const { pool } = await deployPool(wallet, { factory, registration, feeBps: 1_000 });
 */
export async function deployPool(wallet: Wallet, parameters: DeployPoolParameters): Promise<DeployPoolReturnType> {
  const { factory, registration, feeBps, reserved = [], manualFinalize = false } = parameters;
  const receipt = await sendContractCall(wallet, {
    address: factory,
    abi: serviceNodeContributionFactoryAbi,
    functionName: "deploy",
    args: [...registrationArgs(registration, feeBps), reserved, manualFinalize],
  });
  const [event] = parseEventLogs({
    abi: serviceNodeContributionFactoryAbi,
    eventName: "PoolDeployed",
    logs: receipt.logs,
  });
  if (event !== undefined) return { pool: event.args.pool, receipt };
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "deploy" },
    `${factory} mined the deployment without reporting a pool: is it the factory?`,
  );
}
