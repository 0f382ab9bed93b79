import type { Network } from "@session/config";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { PublicClient } from "viem";
import type { Database } from "./database/database.ts";
import type { Notices } from "./pipeline/notices.ts";
import type { PriceFeed } from "./price/priceFeed.ts";

/** How a source stands; read by routes, readiness and metrics. */
export type SourceStatus = {
  /** Views' position: L2 block number or height, with its time in unix seconds; undefined before the first. */
  readonly head: () => { readonly number: bigint; readonly time: number } | undefined;
  /** Newest number that can't be rolled back any more. */
  readonly final: () => bigint;
  /** Newest number the source itself has, as far as is known. */
  readonly sourceHead: () => bigint | undefined;
  /** Seconds since the source last answered; Infinity before that. */
  readonly ageSec: () => number;
  /** Why it doesn't go on, if it doesn't. */
  readonly halted: () => { readonly code: string; readonly message: string } | undefined;
};

/** What routes and background work are built from; one object made in `app.ts`. */
export type IndexerModules = {
  readonly network: Network;
  /** Addresses beyond the genesis file's. */
  readonly contracts: {
    readonly factory: `0x${string}` | undefined;
    readonly vestings: readonly `0x${string}`[];
  };
  readonly database: Database;
  readonly notices: Notices;
  readonly l2: SourceStatus;
  readonly chain: SourceStatus;
  /** For what no event tells: receipts and balances; answers are cached by their users. */
  readonly l2Client: PublicClient;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly version: string;
  /** Undefined without a source of prices. */
  readonly price?: Pick<PriceFeed, "current"> | undefined;
  /** Milliseconds since 1970; the devnet shifts it. */
  readonly now: () => number;
  readonly signal: AbortSignal;
};
