import { presetOf } from "@session/protocol";
import { inArray } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../database/database.ts";
import type { IndexerModules } from "../modules.ts";
import { dedupeOf } from "./alertStore.ts";
import { isWatched } from "./fact.ts";
import { alerts } from "./schema.ts";
import { claimFacts, nodeStateFacts } from "./stateFacts.ts";

/**
 * Alerts of an address that were told already and whose condition holds still: a subscription begins with them. What nobody
 * has been told yet comes with the next scan.
 *
 * @returns their ids
 */
export async function heldAlerts(
  queries: Queries,
  { network, chain }: Pick<IndexerModules, "network" | "chain">,
  address: Hex,
): Promise<readonly number[]> {
  const head = chain.head();
  if (head === undefined) return [];
  const watched = new Set([address]);
  const preset = presetOf(network.genesis.preset);
  const ofNodes = await nodeStateFacts(queries, preset, head.time);
  const held = [...ofNodes, ...(await claimFacts(queries, watched, head.time))];
  const keys = held.filter((fact) => isWatched(fact, watched)).map((fact) => dedupeOf(fact, address));
  if (keys.length === 0) return [];
  const rows = await queries
    .select({ id: alerts.id })
    .from(alerts)
    .where(inArray(alerts.dedupe, keys))
    .orderBy(alerts.id);
  return rows.map(({ id }) => id);
}
