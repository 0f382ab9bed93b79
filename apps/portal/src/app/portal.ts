import type { IndexerClient } from "@session/sdk";
import type { LiveHub } from "@session/web";
import { createContext, use } from "react";
import type { Chain, PublicClient, Transport } from "viem";
import type { PortalConfig, SwitchableFeature } from "../config/network.ts";

/** What the whole portal is made of; there is one, from the start on. */
export type Portal = {
  readonly config: PortalConfig;
  readonly chain: Chain;
  /** Reads and simulations on the L2, loaded when first asked for; writes go through the wallet. */
  readonly openL2: () => Promise<PublicClient<Transport, Chain>>;
  readonly indexer: IndexerClient;
  readonly live: LiveHub;
};

export const PortalContext = createContext<Portal | undefined>(undefined);

export function usePortal(): Portal {
  const portal = use(PortalContext);
  if (portal === undefined) throw new Error("usePortal outside of PortalContext");
  return portal;
}

/** False where the site's configuration has switched the feature off. */
export function useIsOn(feature: SwitchableFeature): boolean {
  return !usePortal().config.disabled.includes(feature);
}
