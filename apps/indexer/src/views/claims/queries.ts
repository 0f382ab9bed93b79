import { and, desc, eq, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import type { L2Place } from "../subjects/queries.ts";
import { acceptedCheckpoints, claims } from "./schema.ts";

export type ClaimRow = typeof claims.$inferSelect;
export type AcceptedRow = typeof acceptedCheckpoints.$inferSelect;

/** Base units paid to a recipient so far. */
export async function claimedBy(queries: Queries, recipient: Hex): Promise<bigint> {
  const [row] = await queries
    .select({ sum: sql`coalesce(sum(${claims.amount}), 0)`.mapWith(BigInt) })
    .from(claims)
    .where(eq(claims.recipient, recipient));
  return row?.sum ?? 0n;
}

/** Claims paid to a recipient before a place, newest first. */
export function claimsOf(
  queries: Queries,
  recipient: Hex,
  before: L2Place | undefined,
  limit: number,
): Promise<ClaimRow[]> {
  const { blockNumber, logIndex } = claims;
  const isBefore =
    before && sql`(${blockNumber}, ${logIndex}) < (${before.blockNumber.toString()}::bigint, ${before.logIndex}::int)`;
  return queries
    .select()
    .from(claims)
    .where(and(eq(claims.recipient, recipient), isBefore))
    .orderBy(desc(blockNumber), desc(logIndex))
    .limit(limit);
}

/** The newest checkpoint the contract has accepted and nobody has revoked. */
export async function newestAccepted(queries: Queries): Promise<AcceptedRow | undefined> {
  const [row] = await queries
    .select()
    .from(acceptedCheckpoints)
    .where(eq(acceptedCheckpoints.isRevoked, 0))
    .orderBy(desc(acceptedCheckpoints.height))
    .limit(1);
  return row;
}
