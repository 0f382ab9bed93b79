import { serviceNodeRewardsAbi, seshL2Abi } from "@session/contracts";
import { erc20Abi, type Hex, hexToBigInt, parseEventLogs, type TransactionReceipt } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import type { PreparedRegistration } from "../registration.ts";
import { sendContractCall } from "./send.ts";

export type RegisterParameters = {
  readonly registration: PreparedRegistration;
  /** SESH token. */
  readonly sesh: Hex;
  /** Base units: exactly the contract's staking requirement. */
  readonly stake: bigint;
  /** 0–10,000; without meaning for a node staked alone. */
  readonly feeBps?: number;
};
export type RegisterReturnType = { readonly nodeId: number; readonly receipt: TransactionReceipt };
export type RegisterErrorType = SdkError;

/**
 * Registers a node staked by its operator alone: approves exactly the stake where the allowance falls short, then sends
 * `addBLSPublicKey`.
 *
 * @throws SdkError CONTRACT_REVERTED (e.g. BlsKeyInUse, InvalidProofOfPossession, TooManyRegistrations), TRANSACTION_FAILED
 * @example
 * const { nodeId } = await register(wallet, { registration, sesh, stake: 25_000_000_000_000n });
 */
export async function register(wallet: Wallet, parameters: RegisterParameters): Promise<RegisterReturnType> {
  const { registration, sesh, stake, feeBps = 0 } = parameters;
  await approveExactly(wallet, sesh, registration.contract, stake);
  const signature = registration.ed25519Signature.slice(2);
  const params = {
    ed25519Pubkey: hexToBigInt(registration.ed25519Pubkey),
    ed25519Signature0: hexToBigInt(`0x${signature.slice(0, 64)}`),
    ed25519Signature1: hexToBigInt(`0x${signature.slice(64)}`),
    feeBps,
  };
  const receipt = await sendContractCall(wallet, {
    address: registration.contract,
    abi: serviceNodeRewardsAbi,
    functionName: "addBLSPublicKey",
    args: [registration.blsPubkey, registration.proofOfPossession, params, []],
  });
  const [event] = parseEventLogs({ abi: serviceNodeRewardsAbi, eventName: "NewServiceNode", logs: receipt.logs });
  if (event === undefined)
    throw new SdkError(
      { code: "TRANSACTION_FAILED", hash: receipt.transactionHash, action: "addBLSPublicKey" },
      `${registration.contract} mined the registration without reporting a node: is it the rewards contract?`,
    );
  return { nodeId: event.args.id, receipt };
}

async function approveExactly(wallet: Wallet, token: Hex, spender: Hex, amount: bigint): Promise<void> {
  const owner = wallet.walletClient.account.address;
  const allowance = await wallet.publicClient.readContract({
    address: token,
    abi: erc20Abi,
    functionName: "allowance",
    args: [owner, spender],
  });
  if (allowance >= amount) return;
  await sendContractCall(wallet, { address: token, abi: seshL2Abi, functionName: "approve", args: [spender, amount] });
}
