import type { Wallet } from "@session/sdk";
import type { Hex } from "viem";
import { useConfig, useConnection } from "wagmi";
import { usePortal } from "../app/portal.ts";

export type ConnectedWallet = {
  readonly address: Hex | undefined;
  readonly isWrongChain: boolean;
  /**
   * What the SDK's write actions need, on the portal's chain and no other, of the account shown and no other; `onSent` hears
   * of each transaction as soon as its hash is known.
   */
  readonly open: (onSent?: (hash: Hex) => void) => Promise<Wallet>;
};

export function useWallet(): ConnectedWallet {
  const { config, chain, openL2 } = usePortal();
  const wallets = useConfig();
  const { address, chainId, status } = useConnection();
  const isConnected = status === "connected" || status === "reconnecting";
  return {
    address: isConnected ? address : undefined,
    isWrongChain: isConnected && chainId !== undefined && chainId !== config.chainId,
    open: async (onSent = () => undefined) => {
      // Signing is loaded when somebody signs.
      const [publicClient, { openWallet }] = await Promise.all([openL2(), import("./openWallet.ts")]);
      return openWallet(wallets, { chain, publicClient, address, onSent });
    },
  };
}
