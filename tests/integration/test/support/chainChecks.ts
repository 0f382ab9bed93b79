import type { BlockResponse, BlockSummary } from "@session/sdk";
import { expect } from "vitest";
import type { NodeContainer } from "./nodeContainer.ts";
import { until } from "./until.ts";

const PAGE = 200;

/** Waits until every node has the block of that height. */
export async function allReach(nodes: readonly NodeContainer[], height: number, withinMs: number): Promise<void> {
  await Promise.all(
    nodes.map((node) => until(`${node.name} at ${height}`, async () => (await node.height()) >= height, { withinMs })),
  );
}

/** Waits until the node's chain is that many blocks longer, and returns its height then. */
export async function grow(node: NodeContainer, by: number, withinMs: number): Promise<number> {
  const from = await until(`${node.name} answers`, () => node.height(), { withinMs });
  return until(
    `${by} blocks after ${from} on ${node.name}`,
    async () => {
      const height = await node.height();
      return height >= from + by && height;
    },
    { withinMs },
  );
}

/** Every node has the same block at every height from 1 to the lowest head, without a gap. Returns that height. */
export async function expectSameBlocks(nodes: readonly NodeContainer[]): Promise<number> {
  const head = Math.min(...(await Promise.all(nodes.map((node) => node.height()))));
  const chains = await Promise.all(nodes.map((node) => readHashes(node, head)));
  const [first] = chains;
  expect(first).toHaveLength(head);
  expect(new Set(first).size).toBe(head);
  for (const chain of chains) expect(chain).toEqual(first);
  return head;
}

async function readHashes({ api }: NodeContainer, head: number): Promise<string[]> {
  const blocks: BlockSummary[] = [];
  for (let from = 1; from <= head; from += PAGE) {
    const page = await api.getBlocks({ from, limit: Math.min(PAGE, head - from + 1) });
    blocks.push(...page.blocks);
  }
  expect(blocks.map(({ height }) => height)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
  return blocks.map(({ hash }) => hash);
}

/** All blocks from 1 to `head` in full, asked in turn of all nodes. */
export async function readBlocks(nodes: readonly NodeContainer[], head: number): Promise<BlockResponse[]> {
  const blocks: BlockResponse[] = [];
  for (let height = 1; height <= head; height++) {
    const node = nodes[height % nodes.length];
    if (node !== undefined) blocks.push(await node.api.getBlock(height));
  }
  return blocks;
}

/** Waits for a final block with the node's signature above a height, and returns its height. */
export function signsAbove(witness: NodeContainer, id: number, above: number, withinMs: number): Promise<number> {
  return until(
    `node ${id} signs a block above ${above}`,
    async () => {
      const { height, commit } = await witness.api.getBlock("latest");
      return height > above && commit.signed.includes(id) && height;
    },
    { withinMs },
  );
}
