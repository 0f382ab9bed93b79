import type { IndexerClient } from "@session/sdk";
import type { LiveHub } from "@session/web";
import { createContext, use } from "react";
import type { ExplorerConfig } from "../config/network.ts";

/** What the whole explorer is made of; there is one, from the start on. */
export type Explorer = {
  readonly config: ExplorerConfig;
  readonly indexer: IndexerClient;
  readonly live: LiveHub;
};

export const ExplorerContext = createContext<Explorer | undefined>(undefined);

export function useExplorer(): Explorer {
  const explorer = use(ExplorerContext);
  if (explorer === undefined) throw new Error("useExplorer outside of ExplorerContext");
  return explorer;
}
