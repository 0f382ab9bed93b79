import { desc, inArray } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { parameterChanges } from "./schema.ts";

export type ParameterChange = {
  readonly name: string;
  readonly blockNumber: bigint;
  readonly time: bigint;
  readonly args: Record<string, unknown>;
};

/** The newest change of each of these events, the newest of all first. */
export function newestChanges(queries: Queries, names: readonly string[]): Promise<ParameterChange[]> {
  const { name, blockNumber, logIndex, time, args } = parameterChanges;
  const newest = queries
    .selectDistinctOn([name], { name, blockNumber, logIndex, time, args })
    .from(parameterChanges)
    .where(inArray(name, [...names]))
    .orderBy(name, desc(blockNumber), desc(logIndex))
    .as("newest");
  return queries.select().from(newest).orderBy(desc(newest.blockNumber), desc(newest.logIndex));
}
