import { asc, desc, gte } from "drizzle-orm";
import type { Queries } from "../database/database.ts";
import { l2Logs } from "../raw/schema.ts";

/**
 * The lowest block number with a log at or after a time; undefined when there is none. Times grow with block numbers, so
 * that some thirty look-ups by primary key find it without an index of times.
 */
export async function firstBlockAt(queries: Queries, time: bigint): Promise<bigint | undefined> {
  const { blockNumber, logIndex } = l2Logs;
  const columns = { number: blockNumber, time: l2Logs.time };
  const [first] = await queries.select(columns).from(l2Logs).orderBy(asc(blockNumber), asc(logIndex)).limit(1);
  const [last] = await queries.select(columns).from(l2Logs).orderBy(desc(blockNumber), desc(logIndex)).limit(1);
  if (first === undefined || last === undefined || last.time < time) return undefined;
  let low = first.number;
  let high = last.number;
  while (low < high) {
    const middle = (low + high) / 2n;
    const [row] = await queries
      .select(columns)
      .from(l2Logs)
      .where(gte(blockNumber, middle))
      .orderBy(asc(blockNumber), asc(logIndex))
      .limit(1);
    // At or above the middle there is always one: the last.
    if (row === undefined || row.time >= time) high = middle;
    else low = row.number + 1n;
  }
  return low;
}
