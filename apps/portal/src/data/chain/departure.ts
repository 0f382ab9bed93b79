import type { Departure } from "./lifecycle.ts";
import { type ChainSource, rewardsContract } from "./source.ts";

/**
 * How and when a node left, by its event.
 *
 * @throws where the RPC can't look that far back: then it isn't said
 */
export async function findDeparture(source: ChainSource, id: number): Promise<Departure> {
  const filter = { ...rewardsContract(source), args: { id }, fromBlock: 0n } as const;
  const { l2 } = source;
  const [exits, liquidations] = await Promise.all([
    l2.getContractEvents({ ...filter, eventName: "ServiceNodeExit" }),
    l2.getContractEvents({ ...filter, eventName: "ServiceNodeLiquidated" }),
  ]);
  const [event] = [...liquidations, ...exits];
  if (event === undefined) throw new RangeError(`no event says how node ${id} left`);
  const { timestamp } = await l2.getBlock({ blockNumber: event.blockNumber });
  const how = liquidations.length > 0 ? "liquidated" : "exited";
  return { how, at: Number(timestamp), txHash: event.transactionHash };
}
