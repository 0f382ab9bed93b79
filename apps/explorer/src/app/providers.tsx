import { createIndexerClient } from "@session/sdk";
import { I18nProvider, LinkProvider } from "@session/ui";
import { LiveHub, RoutedLink } from "@session/web";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import type { ExplorerConfig } from "../config/network.ts";
import { invalidateTopics, refreshBehind } from "../data/useAnswer.ts";
import { type Explorer, ExplorerContext } from "./explorer.ts";
import { createExplorerRouter } from "./router.tsx";

/** Composition root: configuration → clients → pages. */
function compose(config: ExplorerConfig) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 1_000 } } });
  const indexer = createIndexerClient({ url: config.indexerUrl });
  const live = new LiveHub({
    subscribe: (parameters) => indexer.subscribe(parameters),
    onChange: (topics) => invalidateTopics(queries, topics),
    onOpen: (hello) => refreshBehind(queries, hello),
  });
  const explorer: Explorer = { config, indexer, live };
  return { explorer, queries, router: createExplorerRouter() };
}

export function App({ config }: { readonly config: ExplorerConfig }) {
  const [{ explorer, queries, router }] = useState(() => compose(config));
  return (
    <I18nProvider locale="en">
      <QueryClientProvider client={queries}>
        <ExplorerContext value={explorer}>
          <LinkProvider component={RoutedLink}>
            <RouterProvider router={router} />
          </LinkProvider>
        </ExplorerContext>
      </QueryClientProvider>
    </I18nProvider>
  );
}
