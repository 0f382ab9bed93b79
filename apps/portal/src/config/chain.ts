import { type Chain, defineChain, defineTransactionRequest, numberToHex } from "viem";
import type { PortalConfig } from "./network.ts";

/**
 * What a wallet is handed names its chain: viem compares the wallet's with ours before it sends, but a wallet that changes
 * after that would send it elsewhere. Calls in a batch (EIP-5792) name theirs anyway.
 */
const transactionRequest = defineTransactionRequest({
  format: ({ chainId }: { readonly chainId?: number }) =>
    chainId === undefined ? {} : { chainId: numberToHex(chainId) },
});

/** The L2 as wallets and viem know it. */
export function toChain({ chainId, networkName, rpcUrl, explorerUrl }: PortalConfig): Chain {
  return defineChain({
    id: chainId,
    name: networkName,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    formatters: { transactionRequest },
    ...(explorerUrl === null ? {} : { blockExplorers: { default: { name: "Explorer", url: explorerUrl } } }),
  });
}
