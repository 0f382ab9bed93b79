import { type Chain, defineChain } from "viem";
import type { PortalConfig } from "./network.ts";

/** The L2 as wallets and viem know it. */
export function toChain({ chainId, networkName, rpcUrl, explorerUrl }: PortalConfig): Chain {
  return defineChain({
    id: chainId,
    name: networkName,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl === null ? {} : { blockExplorers: { default: { name: "Explorer", url: explorerUrl } } }),
  });
}
