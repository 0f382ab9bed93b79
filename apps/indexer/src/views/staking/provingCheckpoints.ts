import { and, eq, sql } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { certificates, chainBlocks } from "../../raw/schema.ts";
import { chainNodes } from "../nodes/schema.ts";
import type { NodeClock } from "./queries.ts";

/** Heights of the first certified checkpoints that prove what a removed node may do; null while there is none. */
export type ProvingCheckpoints = { readonly exit: number | null; readonly liquidation: number | null };
export type ProvenNode = ProvingCheckpoints & Pick<typeof chainNodes.$inferSelect, "id" | "operator" | "contributors">;

/**
 * What is proved of nodes the network has let go, of some or of all. Its leaves stand in the claims tree from the block on
 * that removed it, that of a liquidation from a block time on (protocol/claims.md#leaves).
 */
export function provingCheckpoints(
  queries: Queries,
  { preset, chainTime }: NodeClock,
  ids?: readonly number[],
): Promise<ProvenNode[]> {
  const { id, operator, contributors, status, statusHeight, removedReason, removedAt } = chainNodes;
  const graceEnds = sql`${removedAt} + ${preset.exitGraceSec}::bigint`;
  const isDue = sql`${removedReason} in ('voluntary', 'deregistered') and ${graceEnds} <= ${chainTime}::bigint`;
  const first = sql`select ${certificates.height} from ${certificates}
    join ${chainBlocks} on ${chainBlocks.height} = ${certificates.height}
    where ${certificates.height} >= ${statusHeight} and ${chainBlocks.time} >= ${graceEnds}
    order by ${certificates.height} limit 1`;
  return queries
    .select({
      ...{ id, operator, contributors },
      exit: sql<number | null>`(select min(${certificates.height}) from ${certificates}
        where ${certificates.height} >= ${statusHeight})`,
      liquidation: sql<number | null>`case when ${isDue} then (${first}) end`,
    })
    .from(chainNodes)
    .where(and(eq(status, "removed"), ids && sql`${id} = any(${`{${ids.join(",")}}`}::int[])`));
}
