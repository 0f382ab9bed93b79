import { createConfig, http } from "wagmi";
import { toChain } from "../config/chain.ts";
import type { PortalConfig } from "../config/network.ts";
import { burner } from "./burner.ts";
import { lazyWalletConnect } from "./walletConnect.ts";

/** Wallets the browser announces (EIP-6963) and, where the site allows them, WalletConnect and the burner. */
export function createWallets(config: PortalConfig, storage: Storage) {
  const chain = toChain(config);
  const { walletConnectProjectId: projectId } = config;
  return createConfig({
    chains: [chain],
    connectors: [
      ...(projectId === null ? [] : [lazyWalletConnect(projectId, storage)]),
      ...(config.burnerWallet ? [burner(storage)] : []),
    ],
    multiInjectedProviderDiscovery: true,
    transports: { [chain.id]: http(config.rpcUrl) },
    pollingInterval: 1_000,
  });
}
export type Wallets = ReturnType<typeof createWallets>;
