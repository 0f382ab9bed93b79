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
};

const networkFile = z.object({
  name: z.string().min(1),
  genesis: z.unknown(),
  bootstrap: z.array(z.string()).default([]),
  nodeApis: z.array(z.url()).default([]),
  l2Rpcs: z.array(z.url()).default([]),
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

/** The inverse of {@link parseNetwork}: plain JSON with hex strings and decimal amounts. */
export function networkToJson(network: Omit<Network, "genesisHash">): Record<string, unknown> {
  const { name, genesis, bootstrap, nodeApis, l2Rpcs } = network;
  return { name, genesis: genesisToJson(genesis), bootstrap, nodeApis, l2Rpcs };
}
