import { and, asc, between, desc, eq, inArray, sql } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { outcomes } from "../outcomes/schema.ts";
import { timeline } from "../timeline/schema.ts";
import { chainNodes, participationHours } from "./schema.ts";

export type ParticipationRow = typeof participationHours.$inferSelect;

/** Hours of a node within unix seconds, oldest first. */
export function participationOf(
  queries: Queries,
  nodeId: number,
  range: { readonly from: number; readonly to: number },
): Promise<ParticipationRow[]> {
  return queries
    .select()
    .from(participationHours)
    .where(and(eq(participationHours.nodeId, nodeId), between(participationHours.hour, range.from, range.to)))
    .orderBy(asc(participationHours.hour));
}

export type OutcomeRow = Pick<typeof outcomes.$inferSelect, "result" | "code" | "message" | "height">;

/** What became of a node's registration. */
export async function registrationOutcome(queries: Queries, nodeId: number): Promise<OutcomeRow | undefined> {
  const { result, code, message, height, kind } = outcomes;
  const [row] = await queries
    .select({ result, code, message, height })
    .from(outcomes)
    .where(and(eq(outcomes.nodeId, nodeId), inArray(kind, ["NewServiceNode", "NewSeededServiceNode"])))
    .orderBy(asc(height))
    .limit(1);
  return row;
}

export type DecommissionRow = {
  readonly height: number;
  readonly time: number;
  readonly detail: Record<string, unknown>;
};

export async function lastDecommission(queries: Queries, nodeId: number): Promise<DecommissionRow | undefined> {
  const { height, seq, time, detail, type } = timeline;
  const [row] = await queries
    .select({ height, time, detail })
    .from(timeline)
    .where(and(eq(timeline.nodeId, nodeId), eq(type, "node-decommissioned")))
    .orderBy(desc(height), desc(seq))
    .limit(1);
  return row;
}

/** Nodes with a share in the rewards now. */
export async function countPayable(queries: Queries): Promise<number> {
  const [row] = await queries
    .select({ payable: sql`count(*)`.mapWith(Number) })
    .from(chainNodes)
    .where(and(eq(chainNodes.status, "active"), eq(chainNodes.isPayable, 1)));
  return row?.payable ?? 0;
}
