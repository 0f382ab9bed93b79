import { and, asc, between, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import { rewardDays, rewardTotals } from "./schema.ts";

// Ledger units everywhere; days are UTC, `2027-01-31`.

/** Both ends included. */
export type DayRange = { readonly from: string; readonly to: string };
type Day = { readonly day: string; readonly amount: bigint };

const sum = sql`sum(${rewardDays.amount})`.mapWith(BigInt);
const { day, nodeId, address, amount } = rewardDays;

/** Lifetime of an address, with the checkpoint it is of; undefined before it has earned. */
export async function lifetimeOf(
  queries: Queries,
  of: Hex,
): Promise<{ readonly lifetime: bigint; readonly height: number } | undefined> {
  const { lifetime, height } = rewardTotals;
  const [row] = await queries.select({ lifetime, height }).from(rewardTotals).where(eq(rewardTotals.address, of));
  return row;
}

/** What an address earned by node, in the order of ids. */
export function earnedByNode(queries: Queries, of: Hex): Promise<{ nodeId: number; amount: bigint }[]> {
  return queries
    .select({ nodeId, amount: sum })
    .from(rewardDays)
    .where(eq(address, of))
    .groupBy(nodeId)
    .orderBy(asc(nodeId));
}

/** What a node earned by address, most first. */
export function earnedByAddress(queries: Queries, of: number): Promise<{ address: Hex; amount: bigint }[]> {
  return queries
    .select({ address, amount: sum })
    .from(rewardDays)
    .where(eq(nodeId, of))
    .groupBy(address)
    .orderBy(desc(sum), asc(address));
}

/** What is meant of an address' rewards: all of them, or what one node earned. */
export type RewardFilter = DayRange & { readonly node?: number | undefined };

export function daysOfAddress(queries: Queries, of: Hex, filter: RewardFilter): Promise<Day[]> {
  return daysOf(queries, isOfAddress(of, filter));
}

function isOfAddress(of: Hex, { from, to, node }: RewardFilter): SQL | undefined {
  return and(eq(address, of), between(day, from, to), node === undefined ? undefined : eq(nodeId, node));
}

export function daysOfNode(queries: Queries, of: number, range: DayRange): Promise<Day[]> {
  return daysOf(queries, and(eq(nodeId, of), between(day, range.from, range.to)));
}

function daysOf(queries: Queries, isMeant: SQL | undefined): Promise<Day[]> {
  return queries.select({ day, amount: sum }).from(rewardDays).where(isMeant).groupBy(day).orderBy(asc(day));
}

export type RewardLine = { readonly day: string; readonly nodeId: number; readonly amount: bigint };

/** An address' rewards by day and node after a line, oldest first. */
export function rewardLines(
  queries: Queries,
  of: Hex,
  filter: RewardFilter,
  after: Pick<RewardLine, "day" | "nodeId"> | undefined,
  limit: number,
): Promise<RewardLine[]> {
  const isAfter = after && sql`(${day}, ${nodeId}) > (${after.day}::date, ${after.nodeId}::int)`;
  return queries
    .select({ day, nodeId, amount })
    .from(rewardDays)
    .where(and(isOfAddress(of, filter), isAfter))
    .orderBy(asc(day), asc(nodeId))
    .limit(limit);
}
