import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../database/database.ts";
import { chainNodes } from "../views/nodes/schema.ts";
import { timeline } from "../views/timeline/schema.ts";
import type { Fact } from "./fact.ts";

type ChainNode = typeof chainNodes.$inferSelect;
const TYPES = { "node-decommissioned": "nodeDecommissioned", "node-removed": "nodeRemoved" } as const;

/** Everybody with a stake in a node or rewards from it. */
export function holdersOf(node: Pick<ChainNode, "operator" | "contributors">): Set<Hex> {
  const holders = node.contributors.flatMap(({ staker, beneficiary }) => [staker, beneficiary]);
  return new Set([node.operator, ...holders].map((one) => one.toLowerCase() as Hex));
}

/** What the appchain's blocks (`from`, `to`] did to nodes; appchain blocks are final. */
export async function chainFacts(queries: Queries, from: bigint, to: bigint): Promise<Fact[]> {
  const rows = await queries
    .select({ event: timeline, node: chainNodes })
    .from(timeline)
    .innerJoin(chainNodes, eq(chainNodes.id, timeline.nodeId))
    .where(
      and(
        gt(timeline.height, Number(from)),
        lte(timeline.height, Number(to)),
        inArray(timeline.type, Object.keys(TYPES)),
      ),
    )
    .orderBy(asc(timeline.height), asc(timeline.seq));
  return rows.map(({ event, node }): Fact => {
    const { height, seq, time, type, detail } = event;
    const reason = typeof detail.reason === "string" ? detail.reason : null;
    return {
      type: TYPES[type as keyof typeof TYPES],
      key: `${height}:${seq}`,
      addresses: holdersOf(node),
      time,
      detail: { nodeId: node.id, height, reason },
    };
  });
}
