import { z } from "zod";

/** Parts of the portal that the operator of a site can switch off without a new build. */
export const switchableFeatures = ["register", "claim", "exit", "pools", "liquidations", "faucet"] as const;
export type SwitchableFeature = (typeof switchableFeatures)[number];

const banner = z.object({
  id: z.string().min(1),
  level: z.enum(["info", "warning", "danger"]).default("info"),
  text: z.string().min(1),
});

const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

const address = z.custom<`0x${string}`>(
  (text) => typeof text === "string" && /^0x[0-9a-fA-F]{40}$/.test(text),
  "an address: 0x and 20 bytes of hex",
);

/** As `contracts` of the indexer's `/v1/params`. */
const contracts = z.object({
  serviceNodeRewards: address,
  rewardRatePool: address,
  sesh: address,
  serviceNodeContributionFactory: address.nullable().default(null),
  vestings: z.array(address).default([]),
});

export const portalConfigSchema = z.object({
  /** Shown beside the name: `devnet`, `Arbitrum One`. */
  networkName: z.string().min(1),
  /** Of the L2; transactions to any other chain are blocked. */
  chainId: z.number().int().positive(),
  /** JSON-RPC of the L2. */
  rpcUrl: baseUrl,
  indexerUrl: baseUrl,
  /** Only where test tokens are given away. */
  faucetUrl: baseUrl.nullable().default(null),
  /** With these the portal works when it is opened while the indexer is away; otherwise it learns them from the indexer. */
  contracts: contracts.nullable().default(null),
  /** Session Nodes that answer the public, for claims and exits while the indexer is away. */
  nodeApis: z.array(baseUrl).default([]),
  /** An account kept in the browser's storage: for development networks only. */
  burnerWallet: z.boolean().default(false),
  /**
   * Offers WalletConnect under this id of the site's own (cloud.reown.com). Its relay, a third party, is spoken to only once
   * somebody uses it.
   */
  walletConnectProjectId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "32 hex digits")
    .nullable()
    .default(null),
  /** Transactions are linked to `{explorerUrl}/tx/{hash}`. */
  explorerUrl: baseUrl.nullable().default(null),
  /** Offers pseudo-locales, as development networks do: for finding what is hard-coded or laid out for one direction. */
  devLocales: z.boolean().default(false),
  banners: z.array(banner).default([]),
  /** Kill switches. */
  disabled: z.array(z.enum(switchableFeatures)).default([]),
});
export type PortalConfig = z.infer<typeof portalConfigSchema>;
export type PortalConfigInput = z.input<typeof portalConfigSchema>;

export type ConfigFault = { readonly code: "CONFIG_UNREACHABLE" | "CONFIG_INVALID"; readonly lines: readonly string[] };

/** @returns the configuration, or what is wrong with it, a line for each field */
export function parsePortalConfig(json: unknown): PortalConfig | ConfigFault {
  const parsed = portalConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "file"}: ${message}`);
  return { code: "CONFIG_INVALID", lines };
}

/** Reads `/config.json` beside the portal. */
export async function loadPortalConfig(
  fetchOf = globalThis.fetch.bind(globalThis),
): Promise<PortalConfig | ConfigFault> {
  const url = `${import.meta.env.BASE_URL}config.json`;
  try {
    const response = await fetchOf(url, { cache: "no-cache" });
    if (!response.ok) return { code: "CONFIG_UNREACHABLE", lines: [`${url} answered ${response.status}`] };
    return parsePortalConfig(await response.json());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { code: "CONFIG_UNREACHABLE", lines: [`${url}: ${reason}`] };
  }
}

export function isFault(result: PortalConfig | ConfigFault): result is ConfigFault {
  return "lines" in result;
}
