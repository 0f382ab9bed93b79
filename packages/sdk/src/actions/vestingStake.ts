import type { Hex, TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import type { SdkError } from "../errors.ts";
import { type RegisterParameters, type RegisterReturnType, toRegistered } from "./register.ts";
import { registrationArgs } from "./registrationArgs.ts";
import { sendVestingCall, type VestingParameters } from "./vestingCall.ts";

export type VestingRegisterParameters = VestingParameters &
  Omit<RegisterParameters, "sesh" | "permit" | "beneficiary"> & {
    /** Receives the rewards; not the vesting, where they would be locked. Default: the wallet's account. */
    readonly beneficiary?: Hex;
  };
export type VestingErrorType = SdkError;

/**
 * Registers a node staked from a vesting contract alone, which is its operator: the registration has to be prepared for
 * the vesting's address. `stake` is the most it may take; the contract takes its requirement. No approval is needed.
 *
 * Source of the rules: docs/contracts/vesting.md.
 *
 * @throws SdkError CONTRACT_REVERTED (NotBeneficiary, VestingIsRevoked, StakeAboveLimit, InvalidRewardsBeneficiary,
 * InvalidProofOfPossession for a registration of another operator, and what `register` names), TRANSACTION_FAILED
 * @example
 * const { nodeId } = await vestingRegister(wallet, { vesting, registration, stake: 25_000_000_000_000n });
 */
export async function vestingRegister(
  wallet: Wallet,
  parameters: VestingRegisterParameters,
): Promise<RegisterReturnType> {
  const { vesting, registration, stake, feeBps = 0 } = parameters;
  const { beneficiary = wallet.walletClient.account.address } = parameters;
  const args = [...registrationArgs(registration, feeBps), beneficiary, stake] as const;
  const receipt = await sendVestingCall(wallet, { vesting }, { functionName: "addBLSPublicKey", args });
  return toRegistered(registration.contract, receipt);
}

/**
 * Asks to leave with a node the vesting has a stake in, under the rules of `requestExit`; the stake returns to the vesting.
 *
 * @throws SdkError CONTRACT_REVERTED (NotHolder, NotContributor, TooEarly), TRANSACTION_FAILED
 */
export function vestingRequestExit(
  wallet: Wallet,
  { vesting, nodeId }: VestingParameters & { readonly nodeId: number },
): Promise<TransactionReceipt> {
  return sendVestingCall(wallet, { vesting }, { functionName: "initiateExitBLSPublicKey", args: [nodeId] });
}
