import type { Devnet } from "./devnet.ts";
import { findLeftNodes } from "./leftNodes.ts";

/** Path of each page of the explorer by its name, of nodes that run, left and were liquidated. */
export async function explorerPages(devnet: Devnet): Promise<Readonly<Record<string, string>>> {
  const { indexer } = devnet;
  const left = await findLeftNodes(devnet);
  const [pools, events, checkpoints] = await Promise.all([
    indexer.listPools({ state: "all" }),
    indexer.listEvents({ limit: 1 }),
    indexer.listCheckpoints({ limit: 20 }),
  ]);
  const [pool, event] = [pools.items[0], events.items[0]];
  const checkpoint = checkpoints.items.find(({ signatures }) => signatures !== null);
  if (pool === undefined || event === undefined || checkpoint === undefined)
    throw new Error("the devnet has no pool, no event or no certified checkpoint to look at");
  return {
    overview: "/",
    charts: "/network/history",
    blocks: "/blocks",
    block: `/blocks/${checkpoint.height}`,
    checkpoints: "/checkpoints",
    checkpoint: `/checkpoints/${checkpoint.height}`,
    nodes: "/nodes",
    node: "/nodes/1",
    "node-exited": `/nodes/${left.exited}`,
    "node-liquidated": `/nodes/${left.liquidated}`,
    validators: "/validators",
    obligations: "/obligations",
    pools: "/pools",
    pool: `/pools/${pool.address}`,
    events: "/events",
    transaction: `/tx/${event.txHash}`,
    address: `/address/${devnet.account("staker").address}`,
    supply: "/supply",
    search: "/search?q=1",
  };
}
