import { createConfig, http } from "wagmi";
import { toChain } from "../config/chain.ts";
import type { PortalConfig } from "../config/network.ts";
import { burner } from "./burner.ts";

/** Wallets the browser announces (EIP-6963) and, where the site allows it, the burner. */
export function createWallets(config: PortalConfig, storage: Storage) {
  const chain = toChain(config);
  return createConfig({
    chains: [chain],
    connectors: config.burnerWallet ? [burner(storage)] : [],
    multiInjectedProviderDiscovery: true,
    transports: { [chain.id]: http(config.rpcUrl) },
    pollingInterval: 1_000,
  });
}
export type Wallets = ReturnType<typeof createWallets>;
