import { findWalletBatch, type Wallet } from "@session/sdk";
import type { Chain, Hex } from "viem";
import type { Config } from "wagmi";
import { getConnection, getWalletClient } from "wagmi/actions";
import { assertUnchanged } from "./guard.ts";

export type OpenWalletParameters = {
  readonly chain: Chain;
  readonly publicClient: Wallet["publicClient"];
  /** Whose wallet the person saw on the page. */
  readonly address: Hex | undefined;
  /** Hears of each transaction as soon as its hash is known. */
  readonly onSent: (hash: Hex) => void;
};

/**
 * The connected wallet for the SDK's write actions. Whatever it is asked to send or sign, it looks first whether it is still
 * the account and the chain the flow began with.
 *
 * @throws what `assertUnchanged` throws; wagmi's ConnectorChainMismatchError on another chain
 */
export async function openWallet(wallets: Config, parameters: OpenWalletParameters): Promise<Wallet> {
  const { chain, publicClient, address, onSent } = parameters;
  const client = await getWalletClient(wallets, { chainId: chain.id });
  const held = { address: address ?? client.account.address, chainId: chain.id };
  const check = () => {
    const { isConnected, isReconnecting, address, chainId } = getConnection(wallets);
    assertUnchanged(held, { isConnected: isConnected || isReconnecting, address, chainId });
  };
  check();
  const writeContract = async (request: Parameters<typeof client.writeContract>[0]) => {
    check();
    const hash = await client.writeContract({ ...request, chain } as never);
    onSent(hash);
    return hash;
  };
  const signTypedData = async (data: Parameters<typeof client.signTypedData>[0]) => {
    check();
    return client.signTypedData(data);
  };
  const walletClient = { ...client, chain, writeContract, signTypedData } as unknown as Wallet["walletClient"];
  const send = await findWalletBatch(walletClient);
  if (send === undefined) return { publicClient, walletClient };
  const sendBatch: typeof send = async (calls) => {
    check();
    const hash = await send(calls);
    onSent(hash);
    return hash;
  };
  return { publicClient, walletClient, sendBatch };
}
