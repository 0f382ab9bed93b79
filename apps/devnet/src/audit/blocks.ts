import type { NodeClient } from "@session/sdk";

/** Block hashes of one node by height. */
export type NodeChain = { readonly name: string; readonly hashes: ReadonlyMap<number, string> };
/** A height at which nodes have different blocks. */
export type Difference = { readonly height: number; readonly hashes: Readonly<Record<string, string>> };
export type BlockAudit = {
  readonly from: number;
  /** The lowest of the nodes' heads. */
  readonly to: number;
  readonly nodes: readonly string[];
  readonly differences: readonly Difference[];
};

const PAGE = 200;
const MAX_REPORTED = 20;

/** Compares the chains of all nodes at every height from 1 to the lowest head; a block a node lacks differs. */
export function compareChains(chains: readonly NodeChain[]): BlockAudit {
  const heads = chains.map(({ hashes }) => Math.max(0, ...hashes.keys()));
  const to = heads.length === 0 ? 0 : Math.min(...heads);
  const differences: Difference[] = [];
  for (let height = 1; height <= to && differences.length < MAX_REPORTED; height++) {
    const found = chains.map(({ name, hashes }) => [name, hashes.get(height) ?? "missing"] as const);
    if (new Set(found.map(([, hash]) => hash)).size > 1)
      differences.push({ height, hashes: Object.fromEntries(found) });
  }
  return { from: 1, to, nodes: chains.map(({ name }) => name), differences };
}

/** All final blocks of a node up to a height, by its API. */
export async function readChain(name: string, client: NodeClient, to: number): Promise<NodeChain> {
  const hashes = new Map<number, string>();
  for (let from = 1; from <= to; ) {
    const { blocks } = await client.getBlocks({ from, limit: PAGE });
    const last = blocks.at(-1);
    if (last === undefined) break;
    for (const { height, hash } of blocks) if (height <= to) hashes.set(height, hash);
    from = last.height + 1;
  }
  return { name, hashes };
}
