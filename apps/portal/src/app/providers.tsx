import { createIndexerClient } from "@session/sdk";
import { LinkProvider } from "@session/ui";
import { LiveHub, RoutedLink } from "@session/web";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { WagmiProvider } from "wagmi";
import { toChain } from "../config/chain.ts";
import type { PortalConfig } from "../config/network.ts";
import { refreshTopics } from "../data/refreshTopics.ts";
import { createWallets } from "../wallet/config.ts";
import { LocaleProvider } from "./locale.tsx";
import { type Portal, PortalContext } from "./portal.ts";
import { createPortalRouter } from "./router.tsx";

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Composition root: configuration → clients → pages. */
function compose(config: PortalConfig) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 1_000 } } });
  const indexer = createIndexerClient({ url: config.indexerUrl });
  const live = new LiveHub({
    subscribe: (parameters) => indexer.subscribe(parameters),
    onChange: (topics) => refreshTopics(queries, topics),
  });
  const chain = toChain(config);
  const openL2 = once(async () => (await import("../data/l2Client.ts")).createL2Client(chain, config.rpcUrl));
  const portal: Portal = { config, chain, openL2, indexer, live };
  return { portal, queries, wallets: createWallets(config, localStorage), router: createPortalRouter() };
}

export function App({ config }: { readonly config: PortalConfig }) {
  const [{ portal, queries, wallets, router }] = useState(() => compose(config));
  return (
    <LocaleProvider config={config}>
      <WagmiProvider config={wallets}>
        <QueryClientProvider client={queries}>
          <PortalContext value={portal}>
            <LinkProvider component={RoutedLink}>
              <RouterProvider router={router} />
            </LinkProvider>
          </PortalContext>
        </QueryClientProvider>
      </WagmiProvider>
    </LocaleProvider>
  );
}
