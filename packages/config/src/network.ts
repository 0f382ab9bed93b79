import { type Genesis, GenesisError, genesisHash, genesisToJson, parseGenesis } from "@session/protocol";
import { z } from "zod";
import { ConfigError } from "./errors.ts";

/** A network as its participants know it: what it starts from and where to find it. */
export type Network = {
  readonly name: string;
  readonly genesis: Genesis;
  /** SSZ root of `genesis`; 32 B. */
  readonly genesisHash: Uint8Array;
  /** Multiaddrs to dial first, with peer ids. */
  readonly bootstrap: readonly string[];
  /** Base URLs of nodes' HTTP APIs open to the public. */
  readonly nodeApis: readonly string[];
  /** Public JSON-RPC endpoints of the L2, if any; an operator names their own with `--l2`. */
  readonly l2Rpcs: readonly string[];
  /** Contracts beyond those the genesis is bound to: what people stake through. Addresses on L2. */
  readonly contracts: {
    readonly serviceNodeContributionFactory: `0x${string}` | null;
    /** Vesting contracts whose beneficiaries may stake from them. */
    readonly vestings: readonly `0x${string}`[];
  };
  /** Base URLs of public indexer APIs. */
  readonly indexers: readonly string[];
  /** Base URL of the staking portal. */
  readonly portal: string | null;
};

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "an address") as unknown as z.ZodType<`0x${string}`>;
const NO_CONTRACTS: Network["contracts"] = { serviceNodeContributionFactory: null, vestings: [] };

const networkFile = z.object({
  name: z.string().min(1),
  genesis: z.unknown(),
  bootstrap: z.array(z.string()).default([]),
  nodeApis: z.array(z.url()).default([]),
  l2Rpcs: z.array(z.url()).default([]),
  contracts: z
    .object({
      serviceNodeContributionFactory: address.nullable().default(null),
      vestings: z.array(address).default([]),
    })
    .default({ ...NO_CONTRACTS, vestings: [] }),
  indexers: z.array(z.url()).default([]),
  portal: z.url().nullable().default(null),
});

/**
 * Reads a network file.
 *
 * @throws ConfigError NETWORK_FILE_INVALID naming the field
 * @example
 * const network = parseNetwork(JSON.parse(await readFile("network.json", "utf8")));
 */
export function parseNetwork(json: unknown): Network {
  const parsed = networkFile.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    const reason = issue?.message ?? "not a network file";
    throw new ConfigError({ code: "NETWORK_FILE_INVALID", path, reason }, `Network file: ${path || "it"}: ${reason}.`);
  }
  const genesis = readGenesis(parsed.data.genesis);
  return { ...parsed.data, genesis, genesisHash: genesisHash(genesis) };
}

function readGenesis(json: unknown): Genesis {
  try {
    return parseGenesis(json);
  } catch (error) {
    if (!(error instanceof GenesisError)) throw error;
    const { detail, message } = error;
    const path = "path" in detail && detail.path !== "" ? `genesis.${detail.path}` : "genesis";
    const reason = message === detail.code ? detail.code : `${message} (${detail.code})`;
    const problem = { code: "NETWORK_FILE_INVALID", path, reason } as const;
    throw new ConfigError(problem, `Network file: ${path}: ${reason}.`, { cause: error });
  }
}

type PublicPlaces = "contracts" | "indexers" | "portal";
type NetworkContent = Omit<Network, "genesisHash" | PublicPlaces> & Partial<Pick<Network, PublicPlaces>>;

/** The inverse of {@link parseNetwork}: plain JSON with hex strings and decimal amounts. */
export function networkToJson(network: NetworkContent): Record<string, unknown> {
  const { name, genesis, bootstrap, nodeApis, l2Rpcs } = network;
  const { contracts = NO_CONTRACTS, indexers = [], portal = null } = network;
  return { name, genesis: genesisToJson(genesis), bootstrap, nodeApis, l2Rpcs, contracts, indexers, portal };
}
