import { serviceNodeRewardsAbi } from "@session/contracts";
import { createNodeClient, type NodeClient, SdkError } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import type { Chain, ContractFunctionReturnType, Hex, PublicClient, Transport } from "viem";
import type { PortalConfig } from "../../config/network.ts";

/** What can be read while the indexer is away. */
export type ChainSource = {
  readonly l2: PublicClient<Transport, Chain>;
  readonly config: Pick<PortalConfig, "contracts" | "nodeApis" | "networkName" | "chainId">;
  /** What the indexer said of the network before it went away. */
  readonly params: ParamsResponse | undefined;
};

/** A node as the rewards contract shows it. */
export type ContractNode = ContractFunctionReturnType<typeof serviceNodeRewardsAbi, "view", "node">;

const NODE_API_TIMEOUT_MS = 4_000;
/** Node APIs asked before giving up; each that is dead costs its time limit. */
const MOST_ASKED = 4;

export type Contracts = NonNullable<PortalConfig["contracts"]>;

/** @throws SdkError API_UNREACHABLE where neither the indexer nor the configuration has named them */
export function contractsOf({ config, params }: ChainSource): Contracts {
  const contracts = (params?.contracts as Contracts | undefined) ?? config.contracts;
  if (contracts !== null && contracts !== undefined) return contracts;
  throw new SdkError(
    { code: "API_UNREACHABLE", url: "", reason: "the contracts' addresses are unknown" },
    "The contracts' addresses are unknown: /config.json doesn't name them.",
  );
}

export function nodeApisOf({ config, params }: ChainSource): readonly string[] {
  return params !== undefined && params.nodeApis.length > 0 ? params.nodeApis : config.nodeApis;
}

/** Asks node APIs one after the other until one answers; undefined when none does. */
export async function askNodes<Result>(
  source: ChainSource,
  ask: (node: NodeClient) => Promise<Result>,
): Promise<{ readonly answer: Result } | undefined> {
  for (const url of nodeApisOf(source).slice(0, MOST_ASKED)) {
    const fetch = (...input: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...input);
    try {
      return { answer: await ask(createNodeClient({ url, timeoutMs: NODE_API_TIMEOUT_MS, fetch })) };
    } catch {
      // The next one may know.
    }
  }
  return undefined;
}

export function rewardsContract(source: ChainSource): {
  readonly address: Hex;
  readonly abi: typeof serviceNodeRewardsAbi;
} {
  return { address: contractsOf(source).serviceNodeRewards, abi: serviceNodeRewardsAbi };
}

export const ZERO_HASH = `0x${"0".repeat(64)}` as const;

export const toSec = (time: bigint): number => Number(time);
/** The contract's 0 means "never". */
export const optionalSec = (time: bigint): number | null => (time === 0n ? null : Number(time));
