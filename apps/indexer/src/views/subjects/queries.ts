import { and, desc, eq, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import { l2Logs } from "../../raw/schema.ts";
import { outcomes } from "../outcomes/schema.ts";
import { eventSubjects } from "./schema.ts";

export type L2Place = { readonly blockNumber: bigint; readonly logIndex: number };
export type SubjectEventRow = Awaited<ReturnType<typeof eventsOfSubject>>[number];

/** A node's id as a subject: 3 B big-endian. */
export function nodeSubject(id: number): Hex {
  return `0x${id.toString(16).padStart(6, "0")}`;
}

/** Contract events about a subject before a place, newest first, with what became of each on the appchain. */
export function eventsOfSubject(
  queries: Queries,
  of: { readonly kind: "address" | "node"; readonly subject: Hex },
  before: L2Place | undefined,
  limit: number,
) {
  const { blockNumber, logIndex, kind, subject } = eventSubjects;
  const isBefore =
    before && sql`(${blockNumber}, ${logIndex}) < (${before.blockNumber.toString()}::bigint, ${before.logIndex}::int)`;
  // Found and cut first, joined then: the logs are many.
  const found = queries
    .select({ blockNumber, logIndex })
    .from(eventSubjects)
    .where(and(eq(subject, of.subject), eq(kind, of.kind), isBefore))
    .orderBy(desc(blockNumber), desc(logIndex))
    .limit(limit)
    .as("found");
  const { result, code, message, height } = outcomes;
  return queries
    .select({ log: l2Logs, outcome: { result, code, message, height } })
    .from(found)
    .innerJoin(l2Logs, and(eq(l2Logs.blockNumber, found.blockNumber), eq(l2Logs.logIndex, found.logIndex)))
    .leftJoin(outcomes, and(eq(outcomes.l2Number, found.blockNumber), eq(outcomes.logIndex, found.logIndex)))
    .orderBy(desc(found.blockNumber), desc(found.logIndex));
}
