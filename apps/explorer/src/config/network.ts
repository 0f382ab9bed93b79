import { address, baseUrl, siteConfigSchema } from "@session/web";
import type { z } from "zod";

/**
 * Its RPC is what the verification asks; one with the state of past blocks can verify old checkpoints. Where `nodeApis` is
 * left out, those the indexer names are asked.
 */
export const explorerConfigSchema = siteConfigSchema.extend({
  /** ServiceNodeRewards; the indexer's word is taken where this is left out. */
  contract: address.nullable().default(null),
  /** Transactions of the L2 are linked to `{l2ExplorerUrl}/tx/{hash}`. */
  l2ExplorerUrl: baseUrl.nullable().default(null),
});
export type ExplorerConfig = z.infer<typeof explorerConfigSchema>;
