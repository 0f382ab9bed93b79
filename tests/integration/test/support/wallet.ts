import type { ContractAddresses } from "@session/contracts";
import type { Wallet } from "@session/sdk";
import { type Account, createPublicClient, createWalletClient, defineChain, erc20Abi, type Hex, http } from "viem";

/** Sends and reads as the account, through the L2's port on this machine. */
export function createWallet(rpcUrl: string, chainId: number, account: Account): Wallet {
  const chain = defineChain({
    id: chainId,
    name: "integration",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  return {
    publicClient: createPublicClient({ chain, transport: http(), cacheTime: 0 }),
    walletClient: createWalletClient({ chain, transport: http(), account }),
  };
}

/** Base units of SESH. */
export function balanceOf({ publicClient }: Wallet, { seshL2 }: ContractAddresses, owner: Hex): Promise<bigint> {
  return publicClient.readContract({ address: seshL2, abi: erc20Abi, functionName: "balanceOf", args: [owner] });
}
