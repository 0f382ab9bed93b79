import type { Wallet } from "@session/sdk";
import { type Chain, createPublicClient, createWalletClient, defineChain, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";

/** A devnet's L2 as viem knows chains. */
export function toChain(chainId: number, url: string): Chain {
  return defineChain({
    id: chainId,
    name: "Session devnet",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
}

/** Reads and signs for one account. */
export function createWallet(chainId: number, url: string, privateKey: Hex): Wallet {
  const chain = toChain(chainId, url);
  const transport = http(url, { retryCount: 0 });
  return {
    publicClient: createPublicClient({ chain, transport, pollingInterval: 250, cacheTime: 0 }),
    walletClient: createWalletClient({ account: privateKeyToAccount(privateKey), chain, transport }),
  };
}
