import { z } from "zod";

/** Without a slash at its end. */
export const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

export const address = z.custom<`0x${string}`>(
  (text) => typeof text === "string" && /^0x[0-9a-fA-F]{40}$/.test(text),
  "an address: 0x and 20 bytes of hex",
);

const banner = z.object({
  id: z.string().min(1),
  level: z.enum(["info", "warning", "danger"]).default("info"),
  text: z.string().min(1),
});
export type SiteBanner = z.infer<typeof banner>;

/** What every site reads of its network; a site adds fields of its own. */
export const siteConfigSchema = z.object({
  /** Shown beside the name: `devnet`, `Arbitrum One`. */
  networkName: z.string().min(1),
  /** Of the L2. */
  chainId: z.number().int().positive(),
  /** JSON-RPC of the L2. */
  rpcUrl: baseUrl,
  indexerUrl: baseUrl,
  /** Session Nodes that answer the public. */
  nodeApis: z.array(baseUrl).default([]),
  banners: z.array(banner).default([]),
});
