import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import {
  type Client,
  type Hex,
  hexToBigInt,
  hexToNumber,
  type LocalAccount,
  type RpcTransactionRequest,
  type TransactionSerializable,
} from "viem";
import { DeployError } from "./errors.ts";

export type SigningProviderOptions = {
  readonly client: Client;
  readonly chainId: number;
  /** First the deployer. */
  readonly accounts: readonly LocalAccount[];
  /** Asks the chain for a block (`evm_mine`) instead of waiting for one. Development chains only. */
  readonly mineOnDemand: boolean;
};

type RpcRequest = (args: { method: string; params?: unknown }) => Promise<unknown>;

/** An EIP-1193 provider over a transport which signs `eth_sendTransaction` itself: keys never leave the process. */
export function createSigningProvider(options: SigningProviderOptions): EIP1193Provider {
  const { client, chainId, accounts, mineOnDemand } = options;
  const rpc = client.request as RpcRequest;
  let unmined = false;

  async function send(request: RpcTransactionRequest): Promise<unknown> {
    const account = accounts.find(({ address }) => address.toLowerCase() === request.from?.toLowerCase());
    if (account === undefined)
      throw new DeployError(
        { code: "DEPLOY_FOREIGN_SENDER", sender: String(request.from) },
        `No key for ${String(request.from)}.`,
      );
    const hash = await rpc({
      method: "eth_sendRawTransaction",
      params: [await account.signTransaction(toSerializable(request, chainId))],
    });
    unmined = true;
    return hash;
  }

  return {
    async request({ method, params }) {
      if (method === "eth_accounts") return accounts.map(({ address }) => address);
      if (method === "eth_sendTransaction") return send((params as [RpcTransactionRequest])[0]);
      // Ignition asks for receipts once it has sent all it can.
      if (mineOnDemand && unmined && method === "eth_getTransactionReceipt") {
        unmined = false;
        await rpc({ method: "evm_mine" });
      }
      return rpc(params === undefined ? { method } : { method, params });
    },
  };
}

function toSerializable(request: RpcTransactionRequest, chainId: number): TransactionSerializable {
  const quantity = (value: Hex | undefined) => (value === undefined ? 0n : hexToBigInt(value));
  return {
    type: "eip1559",
    chainId,
    ...(request.to ? { to: request.to } : {}),
    data: request.data ?? "0x",
    value: quantity(request.value),
    nonce: request.nonce === undefined ? 0 : hexToNumber(request.nonce),
    gas: quantity(request.gas),
    maxFeePerGas: quantity(request.maxFeePerGas ?? request.gasPrice),
    maxPriorityFeePerGas: quantity(request.maxPriorityFeePerGas ?? request.gasPrice),
  };
}
