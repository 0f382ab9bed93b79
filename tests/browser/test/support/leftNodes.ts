import { vi } from "vitest";
import type { Devnet } from "./devnet.ts";
import { WAIT_MS } from "./test.ts";

/** Ids of nodes that are gone from the network, their stakes paid out, by how they left. */
export type LeftNodes = { readonly exited: number; readonly liquidated: number };

/**
 * Nodes that left and were liquidated: those of earlier tests, or two spares that do so now, the first by a pool, so that
 * there is one of those, too. It moves the devnet's clocks.
 */
export async function findLeftNodes(devnet: Devnet): Promise<LeftNodes> {
  const { items } = await devnet.indexer.listNodes({ state: "exited,locked,liquidated" });
  const exited = items.find(({ state }) => state === "exited")?.id ?? (await exitSpare(devnet));
  const paidOut = items.find(({ state }) => state === "liquidated")?.id;
  if (paidOut !== undefined) return { exited, liquidated: paidOut };
  const liquidated = items.find(({ left }) => left?.how === "liquidated")?.id ?? (await liquidateSpare(devnet));
  await payOut(devnet, liquidated);
  return { exited, liquidated };
}

async function exitSpare(devnet: Devnet): Promise<number> {
  const { name, id } = await devnet.registerSpare("pool");
  await devnet.call("exit", name);
  await devnet.warpPast(await timeOf(devnet, id, "unlockAt"));
  await devnet.call("exit", name, "--wait");
  await untilState(devnet, id, "exited");
  return id;
}

async function liquidateSpare(devnet: Devnet): Promise<number> {
  const { name, id } = await devnet.registerSpare();
  await devnet.call("exit", name);
  await devnet.passGrace(id);
  await devnet.call("liquidate", name);
  return id;
}

/** What a liquidation leaves of the stake is locked for a while. */
async function payOut(devnet: Devnet, id: number): Promise<void> {
  await devnet.warpPast(await timeOf(devnet, id, "lockedUntil"));
  await devnet.call("withdraw", String(id));
  await untilState(devnet, id, "liquidated");
}

function timeOf({ indexer }: Devnet, id: number, time: "unlockAt" | "lockedUntil"): Promise<number> {
  return until(async () => (await indexer.getNode({ id }))[time] ?? undefined, `${time} of node ${id}`);
}

async function untilState({ indexer }: Devnet, id: number, state: string): Promise<void> {
  await until(
    async () => ((await indexer.getNode({ id })).state === state ? id : undefined),
    `node ${id} to be ${state}`,
  );
}

/** Also before the first test, where `expect.poll` isn't. */
function until(find: () => Promise<number | undefined>, what: string): Promise<number> {
  const look = async () => {
    const found = await find();
    if (found === undefined) throw new Error(`waited for ${what}`);
    return found;
  };
  return vi.waitFor(look, { timeout: WAIT_MS, interval: 500 });
}
