import type { Logger } from "@session/l2";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../database/database.ts";
import { areIndexesMissing, dropIndexes, makeIndexes } from "../database/deferredIndexes.ts";
import { l2Logs } from "../raw/schema.ts";
import { appendTables, keyedTables } from "./tables.ts";

/** The first load of a chain: until its end the tables of L2 have no indexes but their keys. */
export type FirstLoad = {
  /** L2 block it ends at. */
  readonly until: bigint;
  /** Makes the indexes; to be called once the views stand at `until`. */
  readonly end: () => Promise<void>;
};

/** Shorter ways are gone before it would pay. */
const LEAST_BLOCKS = 1_000n;

const TABLES: readonly PgTable[] = [
  l2Logs,
  ...Object.values(keyedTables).map(({ table }): PgTable => table),
  ...Object.values(appendTables),
];

export type FirstLoadOptions = {
  /** Newest L2 block stored; undefined before the first. */
  readonly stored: bigint | undefined;
  readonly startBlock: bigint;
  /** Distance of two steps, in blocks. */
  readonly step: bigint;
  /** Newest block of the chain; asked only where it matters. */
  readonly head: () => Promise<bigint>;
};

/**
 * Begins a first load if the chain is long and nothing of it is stored, or goes on with one that was interrupted.
 *
 * @returns undefined where there is none
 */
export async function beginFirstLoad(
  { stored, startBlock, step, head }: FirstLoadOptions,
  { database, logger }: { readonly database: Database; readonly logger: Logger },
): Promise<FirstLoad | undefined> {
  const isInterrupted = await areIndexesMissing(database);
  if (stored !== undefined && !isInterrupted) return undefined;
  const newest = await head();
  const until = newest - (newest % step);
  if (!isInterrupted) {
    if (until - startBlock < LEAST_BLOCKS) return undefined;
    await dropIndexes(database, TABLES);
    logger.info({ until: until.toString() }, "first load begins: indexes are made at its end");
  }
  const end = async () => {
    await makeIndexes(database);
    logger.info({ until: until.toString() }, "first load ended: all indexes are made");
  };
  return { until, end };
}
