import { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import type { PreparedRegistration } from "../registration.ts";
import { approve, isApproved } from "./approve.ts";
import { signPermit } from "./permit.ts";
import { registrationArgs } from "./registrationArgs.ts";
import { sendContractCall } from "./send.ts";
import { tryWalletBatch } from "./walletBatch.ts";

export type RegisterParameters = {
  readonly registration: PreparedRegistration;
  /** SESH token. */
  readonly sesh: Hex;
  /** Base units: exactly the contract's staking requirement. */
  readonly stake: bigint;
  /** 0–10,000; without meaning for a node staked alone. */
  readonly feeBps?: number;
  /** Receives the node's rewards. Default: the operator. */
  readonly beneficiary?: Hex;
  /**
   * Sign an ERC-2612 permit instead of sending an approval first: one transaction less. Not every wallet can sign it
   * (contract accounts can't). Default false.
   */
  readonly permit?: boolean;
};
export type RegisterReturnType = { readonly nodeId: number; readonly receipt: TransactionReceipt };
export type RegisterErrorType = SdkError;

/**
 * Registers a node staked by its operator alone. Where the allowance falls short, it approves exactly the stake: in one with
 * the registration where the wallet batches, else by a permit signed along with `permit`, else first.
 *
 * @throws SdkError CONTRACT_REVERTED (e.g. BlsKeyInUse, InvalidProofOfPossession, TooManyRegistrations,
 * ERC20InsufficientBalance), TRANSACTION_FAILED
 * @example
 * const { nodeId } = await register(wallet, { registration, sesh, stake: 25_000_000_000_000n });
 */
export async function register(wallet: Wallet, parameters: RegisterParameters): Promise<RegisterReturnType> {
  const { registration, sesh, stake, feeBps = 0, beneficiary, permit = false } = parameters;
  const { contract: address } = registration;
  const staker = wallet.walletClient.account.address;
  // Without a list the contract takes the caller for both.
  const contributors = beneficiary === undefined ? [] : [{ staker, beneficiary, amount: stake }];
  const args = [...registrationArgs(registration, feeBps), contributors] as const;
  const call = { address, abi: serviceNodeRewardsAbi } as const;
  const approval = { token: sesh, spender: address, amount: stake };
  const isCovered = await isApproved(wallet, approval);
  const batched = isCovered
    ? undefined
    : await tryWalletBatch(wallet, approval, { ...call, functionName: "addBLSPublicKey", args });
  if (batched !== undefined) return toRegistered(address, batched);
  if (permit && !isCovered) {
    const { deadline, v, r, s } = await signPermit(wallet, { token: sesh, spender: address, value: stake });
    return toRegistered(
      address,
      await sendContractCall(wallet, {
        ...call,
        functionName: "addBLSPublicKeyWithPermit",
        args: [...args, deadline, v, r, s],
      }),
    );
  }
  if (!isCovered) await approve(wallet, approval);
  return toRegistered(address, await sendContractCall(wallet, { ...call, functionName: "addBLSPublicKey", args }));
}

/** What a registration mined at the rewards contract has made. */
export function toRegistered(address: Hex, receipt: TransactionReceipt): RegisterReturnType {
  const [event] = parseEventLogs({ abi: serviceNodeRewardsAbi, eventName: "NewServiceNode", logs: receipt.logs });
  if (event !== undefined) return { nodeId: event.args.id, receipt };
  throw new SdkError(
    { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "addBLSPublicKey" },
    `${address} mined the registration without reporting a node: is it the rewards contract?`,
  );
}
