import { LiveHub } from "@session/web";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { WagmiProvider } from "wagmi";
import { connect } from "wagmi/actions";
import { type Portal, PortalContext } from "../../src/app/portal.ts";
import { createWallets } from "../../src/wallet/config.ts";
import { portalAt } from "./servers.ts";

/**
 * What stands around a component of a portal with a connected wallet, while the indexer is away.
 *
 * @param rpc - URL of the L2
 */
export async function connectedPortal(rpc: string) {
  const modules = portalAt({ indexer: "http://127.0.0.1:9", rpc });
  const { indexer } = modules;
  const live = new LiveHub({ subscribe: (parameters) => indexer.subscribe(parameters), onChange: () => undefined });
  const portal = { ...modules, live, config: { ...modules.config, burnerWallet: true } } as unknown as Portal;
  const wallets = createWallets(portal.config, localStorage);
  const [burner] = wallets.connectors;
  if (burner === undefined) throw new Error("there is no burner wallet");
  await connect(wallets, { connector: burner });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <WagmiProvider config={wallets}>
      <QueryClientProvider client={queries}>
        <PortalContext value={portal}>{children}</PortalContext>
      </QueryClientProvider>
    </WagmiProvider>
  );
  return { wrapper, queries };
}
