import { and, desc, eq, sql } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { timeline } from "./schema.ts";

export type ChainEventRow = typeof timeline.$inferSelect;
export type ChainPlace = { readonly height: number; readonly seq: number };

/** What happened to a node on the appchain before a place, newest first. */
export function chainEventsOf(
  queries: Queries,
  nodeId: number,
  before: ChainPlace | undefined,
  limit: number,
): Promise<ChainEventRow[]> {
  const { height, seq } = timeline;
  const isBefore = before && sql`(${height}, ${seq}) < (${before.height}::int, ${before.seq}::int)`;
  return queries
    .select()
    .from(timeline)
    .where(and(eq(timeline.nodeId, nodeId), isBefore))
    .orderBy(desc(height), desc(seq))
    .limit(limit);
}
