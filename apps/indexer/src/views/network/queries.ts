import { and, asc, between, desc, eq, lt, sql } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { l2Hours } from "../parameters/schema.ts";
import { networkHours } from "./schema.ts";

export type NetworkHour = typeof networkHours.$inferSelect;
export type L2Hour = typeof l2Hours.$inferSelect;
/** Unix seconds, both included. */
export type TimeRange = { readonly from: number; readonly to: number };

/** The last hour of each period of so many seconds, with the decommissions of the whole period; oldest first. */
export function networkPeriods(queries: Queries, { from, to }: TimeRange, periodSec: number): Promise<NetworkHour[]> {
  const periods = queries
    .select({
      last: sql<number>`max(${networkHours.hour})`.as("last"),
      decommissions: sql<number>`sum(${networkHours.decommissions})::int`.as("period_decommissions"),
    })
    .from(networkHours)
    .where(between(networkHours.hour, from, to))
    .groupBy(sql`${networkHours.hour} / ${sql.raw(String(periodSec))}`)
    .as("periods");
  return queries
    .select({ hour: networkHours, decommissions: periods.decommissions })
    .from(periods)
    .innerJoin(networkHours, eq(networkHours.hour, periods.last))
    .orderBy(asc(networkHours.hour))
    .then((rows) => rows.map(({ hour, decommissions }) => ({ ...hour, decommissions })));
}

/** The hour before a time: what the first period's rewards are counted from. */
export async function networkHourBefore(queries: Queries, time: number): Promise<NetworkHour | undefined> {
  const [row] = await queries
    .select()
    .from(networkHours)
    .where(lt(networkHours.hour, time))
    .orderBy(desc(networkHours.hour))
    .limit(1);
  return row;
}

export function newestNetworkHours(queries: Queries, limit: number): Promise<NetworkHour[]> {
  return queries.select().from(networkHours).orderBy(desc(networkHours.hour)).limit(limit);
}

/** The last hour of each period on L2, oldest first. */
export function l2Periods(queries: Queries, { from, to }: TimeRange, periodSec: number): Promise<L2Hour[]> {
  const periods = queries
    .select({ last: sql<string>`max(${l2Hours.hour})`.as("last") })
    .from(l2Hours)
    .where(and(between(l2Hours.hour, BigInt(from), BigInt(to))))
    .groupBy(sql`${l2Hours.hour} / ${sql.raw(String(periodSec))}`)
    .as("periods");
  return queries
    .select({ hour: l2Hours })
    .from(periods)
    .innerJoin(l2Hours, eq(l2Hours.hour, periods.last))
    .orderBy(asc(l2Hours.hour))
    .then((rows) => rows.map(({ hour }) => hour));
}

export async function newestL2Hour(queries: Queries): Promise<L2Hour | undefined> {
  const [row] = await queries.select().from(l2Hours).orderBy(desc(l2Hours.hour)).limit(1);
  return row;
}
