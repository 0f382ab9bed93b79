import { z } from "zod";

const banner = z.object({
  id: z.string().min(1),
  level: z.enum(["info", "warning", "danger"]).default("info"),
  text: z.string().min(1),
});

const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

export const explorerConfigSchema = z.object({
  /** Shown beside the name: `devnet`, `Arbitrum One`. */
  networkName: z.string().min(1),
  /** Of the L2. */
  chainId: z.number().int().positive(),
  /** JSON-RPC of the L2: what the verification asks. One with the state of past blocks can verify old checkpoints. */
  rpcUrl: baseUrl,
  indexerUrl: baseUrl,
  /** ServiceNodeRewards; the indexer's word is taken where this is left out. */
  contract: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((address) => address as `0x${string}`)
    .nullable()
    .default(null),
  /** Public node APIs; those the indexer names where this is left out. */
  nodeApis: z.array(baseUrl).default([]),
  /** Transactions of the L2 are linked to `{l2ExplorerUrl}/tx/{hash}`. */
  l2ExplorerUrl: baseUrl.nullable().default(null),
  banners: z.array(banner).default([]),
});
export type ExplorerConfig = z.infer<typeof explorerConfigSchema>;
export type ExplorerConfigInput = z.input<typeof explorerConfigSchema>;

export type ConfigFault = { readonly code: "CONFIG_UNREACHABLE" | "CONFIG_INVALID"; readonly lines: readonly string[] };

/** @returns the configuration, or what is wrong with it, a line for each field */
export function parseExplorerConfig(json: unknown): ExplorerConfig | ConfigFault {
  const parsed = explorerConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "file"}: ${message}`);
  return { code: "CONFIG_INVALID", lines };
}

/** Reads `/config.json` beside the explorer. */
export async function loadExplorerConfig(
  fetchOf = globalThis.fetch.bind(globalThis),
): Promise<ExplorerConfig | ConfigFault> {
  const url = `${import.meta.env.BASE_URL}config.json`;
  try {
    const response = await fetchOf(url, { cache: "no-cache" });
    if (!response.ok) return { code: "CONFIG_UNREACHABLE", lines: [`${url} answered ${response.status}`] };
    return parseExplorerConfig(await response.json());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { code: "CONFIG_UNREACHABLE", lines: [`${url}: ${reason}`] };
  }
}

export function isFault(result: ExplorerConfig | ConfigFault): result is ConfigFault {
  return "lines" in result;
}
