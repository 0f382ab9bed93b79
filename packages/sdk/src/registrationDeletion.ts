import type { Hex } from "viem";
import type { Wallet } from "./clients/wallet.ts";
import type { IndexerClient } from "./indexer/client.ts";

/** Longest time a signature for a deletion may be good for, in seconds. */
export const DELETION_VALID_SEC = 3_600;

export type RegistrationDeletion = {
  readonly chainId: bigint;
  /** Rewards contract. */
  readonly contract: Hex;
  readonly operator: Hex;
  readonly ed25519Pubkey: Hex;
  /** Unix seconds at which the registration was posted, as the API tells; one posted anew needs another signature. */
  readonly createdAt: number;
  /** Unix seconds; at most {@link DELETION_VALID_SEC} ahead. */
  readonly deadline: number;
};

/**
 * EIP-712 typed data an operator signs to have a prepared registration deleted: `walletClient.signTypedData` takes it,
 * `verifyTypedData` checks it, contract wallets included.
 */
export function registrationDeletionTypedData(deletion: RegistrationDeletion) {
  const { chainId, contract, operator, ed25519Pubkey, createdAt, deadline } = deletion;
  return {
    domain: { name: "Session Network", version: "1", chainId, verifyingContract: contract },
    types: {
      DeleteRegistration: [
        { name: "operator", type: "address" },
        { name: "ed25519Pubkey", type: "bytes32" },
        { name: "createdAt", type: "uint64" },
        { name: "deadline", type: "uint64" },
      ],
    },
    primaryType: "DeleteRegistration",
    message: { operator, ed25519Pubkey, createdAt: BigInt(createdAt), deadline: BigInt(deadline) },
  } as const;
}

export type DeleteRegistrationParameters = {
  readonly indexer: Pick<IndexerClient, "deleteRegistration">;
  /** As the indexer lists it. */
  readonly registration: {
    readonly chainId: string;
    readonly contract: string;
    readonly operator: string;
    readonly ed25519Pubkey: string;
    readonly createdAt: number;
  };
};

/**
 * Has a prepared registration deleted; the wallet is its operator's, and signs without sending a transaction.
 *
 * @throws SdkError API_PROBLEM (NOT_FOUND, SIGNATURE_INVALID, DEADLINE_INVALID, PROVIDER_DOWN), API_UNREACHABLE
 * @example
 * const { items } = await indexer.listRegistrations({ operator });
 * await deleteRegistration(wallet, { indexer, registration: items[0] });
 */
export async function deleteRegistration(wallet: Wallet, parameters: DeleteRegistrationParameters): Promise<void> {
  const { indexer, registration } = parameters;
  const { operator, ed25519Pubkey, createdAt } = registration;
  const { timestamp } = await wallet.publicClient.getBlock();
  // Half of what is allowed: the indexer's clock may be on either side of L2's.
  const deadline = Number(timestamp) + DELETION_VALID_SEC / 2;
  const typedData = registrationDeletionTypedData({
    ...{ chainId: BigInt(registration.chainId), contract: registration.contract as Hex },
    ...{ operator: operator as Hex, ed25519Pubkey: ed25519Pubkey as Hex, createdAt, deadline },
  });
  const signature = await wallet.walletClient.signTypedData(typedData);
  await indexer.deleteRegistration({ ed25519: ed25519Pubkey, body: { operator, deadline, signature } });
}
