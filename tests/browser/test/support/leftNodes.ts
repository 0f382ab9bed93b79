import type { Devnet } from "./devnet.ts";

/** Ids of nodes that are gone from the network, by how they left. */
export type LeftNodes = { readonly exited: number; readonly liquidated: number };

/**
 * Nodes that left and were liquidated: those of earlier tests, or two spares that do so now, the first by a pool, so that
 * there is one of those, too. It moves the devnet's clocks.
 */
export async function findLeftNodes(devnet: Devnet): Promise<LeftNodes> {
  const { items } = await devnet.indexer.listNodes({ state: "exited,liquidated" });
  const idOf = (state: string) => items.find((node) => node.state === state)?.id;
  const exited = idOf("exited") ?? (await exitSpare(devnet));
  return { exited, liquidated: idOf("liquidated") ?? (await liquidateSpare(devnet)) };
}

async function exitSpare(devnet: Devnet): Promise<number> {
  const { name, id } = await devnet.registerSpare("pool");
  await devnet.call("exit", name, "--wait");
  return id;
}

async function liquidateSpare(devnet: Devnet): Promise<number> {
  const { name, id } = await devnet.registerSpare();
  await devnet.call("exit", name);
  await devnet.passGrace(id);
  await devnet.call("liquidate", name);
  return id;
}
