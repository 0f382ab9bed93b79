import type { Network } from "@session/config";
import type { NodeStatusResponse } from "@session/sdk/node-api";
import type { Registry } from "prom-client";
import type { Chain } from "../chain/chain.ts";
import type { Logger } from "../consensus/ports.ts";
import type { ChainStore } from "../store/chainStore.ts";
import type { CheckpointQueries } from "./checkpointQueries.ts";

/** What the routes read; nothing here calls L2 or another node while a request waits. */
export type ApiModules = {
  readonly network: Network;
  readonly chain: Chain;
  readonly store: ChainStore;
  readonly checkpoints: CheckpointQueries;
  readonly status: () => NodeStatusResponse;
  /** Why the node isn't ready; empty when it is. */
  readonly notReady: () => string[];
  readonly registry: Registry;
  readonly version: string;
  readonly logger: Logger;
  /** Aborted at shutdown: ends event streams. */
  readonly signal: AbortSignal;
};
