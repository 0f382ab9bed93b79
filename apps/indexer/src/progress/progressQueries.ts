import { asc, desc, eq, gte, min } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../database/database.ts";
import { certificates, l2Logs, l2Steps } from "../raw/schema.ts";
import { acceptedCheckpoints } from "../views/claims/schema.ts";
import { outcomes } from "../views/outcomes/schema.ts";

export type LogRow = Pick<
  typeof l2Logs.$inferSelect,
  "blockNumber" | "logIndex" | "time" | "address" | "topic0" | "blockHash"
>;
export type OutcomeRow = typeof outcomes.$inferSelect;

export function logsOf(queries: Queries, hash: Hex): Promise<LogRow[]> {
  const { blockNumber, blockHash, logIndex, time, address, topic0 } = l2Logs;
  return queries
    .select({ blockNumber, blockHash, logIndex, time, address, topic0 })
    .from(l2Logs)
    .where(eq(l2Logs.txHash, hash))
    .orderBy(asc(blockNumber), asc(logIndex));
}

export function outcomesOf(queries: Queries, hash: Hex): Promise<OutcomeRow[]> {
  return queries
    .select()
    .from(outcomes)
    .where(eq(outcomes.txHash, hash))
    .orderBy(asc(outcomes.l2Number), asc(outcomes.logIndex));
}

/** First checkpoint at or after a height that nodes have certified, or the contract has accepted. */
export async function certifiedFrom(queries: Queries, height: number): Promise<number | null> {
  const [[signed], [accepted]] = await Promise.all([
    queries
      .select({ height: min(certificates.height) })
      .from(certificates)
      .where(gte(certificates.height, height)),
    queries
      .select({ height: min(acceptedCheckpoints.height) })
      .from(acceptedCheckpoints)
      .where(gte(acceptedCheckpoints.height, BigInt(height))),
  ]);
  const found = [signed?.height, accepted?.height].flatMap((one) => (one == null ? [] : [Number(one)]));
  return found.length === 0 ? null : Math.min(...found);
}

/** Seconds an L2 block takes, from the newest steps; 1 while there are too few. */
export async function secondsPerL2Block(queries: Queries): Promise<number> {
  const { number, timestamp } = l2Steps;
  const steps = await queries.select({ number, timestamp }).from(l2Steps).orderBy(desc(number)).limit(10);
  const [newest, oldest] = [steps[0], steps.at(-1)];
  if (newest === undefined || oldest === undefined || newest.number === oldest.number) return 1;
  return Number(newest.timestamp - oldest.timestamp) / Number(newest.number - oldest.number);
}
