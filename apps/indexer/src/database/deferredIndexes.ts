import { asc, eq, getTableName, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database, Queries } from "./database.ts";
import { deferredIndexes } from "./schema.ts";

type Deferred = typeof deferredIndexes.$inferSelect;

/** Indexes of the tables that no constraint stands on: what follows from the rows at any time. */
async function droppable(queries: Queries, tables: readonly PgTable[]): Promise<Deferred[]> {
  const names = tables.map(getTableName).join();
  const result: unknown = await queries.execute(sql`
    select index.relname as "name", base.relname as "tableName", pg_get_indexdef(index.oid) as "definition"
    from pg_index join pg_class index on index.oid = indexrelid join pg_class base on base.oid = indrelid
    where base.relnamespace = current_schema()::regnamespace and not indisunique
      and base.relname = any (string_to_array(${names}, ','))
    order by base.relname, index.relname`);
  // Both kinds of database are read through node-postgres.
  return (result as { readonly rows: Deferred[] }).rows;
}

/**
 * Drops the indexes of tables that are about to be filled from nothing: sorting all rows once costs a third of keeping an
 * index in order row by row. All of it or nothing, and remembered in the database until {@link makeIndexes}.
 */
export async function dropIndexes(database: Database, tables: readonly PgTable[]): Promise<void> {
  await database.transaction(async (writer) => {
    const found = await droppable(writer.queries, tables);
    for (const { name } of found) await writer.queries.execute(sql`drop index ${sql.identifier(name)}`);
    await writer.append(deferredIndexes, found);
  });
}

/** Whether indexes are missing: the load that was to come before them hasn't ended. */
export async function areIndexesMissing(database: Pick<Database, "queries">): Promise<boolean> {
  return (await database.queries.select().from(deferredIndexes).limit(1)).length > 0;
}

/** How many connections make indexes at once, where there are several: an index is made by one thread, mostly. */
const AT_ONCE = 2;

/** Makes what {@link dropIndexes} has dropped; killed in between it goes on with the rest. */
export async function makeIndexes(database: Database): Promise<void> {
  const missing = await database.queries
    .select()
    .from(deferredIndexes)
    .orderBy(asc(deferredIndexes.tableName), asc(deferredIndexes.name));
  const makeNext = async (): Promise<void> => {
    for (let next = missing.shift(); next !== undefined; next = missing.shift()) await makeIndex(database, next);
  };
  const made = await Promise.allSettled(Array.from({ length: database.kind === "postgres" ? AT_ONCE : 1 }, makeNext));
  const failed = made.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

function makeIndex(database: Database, { name, definition }: Deferred): Promise<void> {
  return database.transaction(async ({ queries }) => {
    await queries.execute(sql.raw(definition));
    await queries.delete(deferredIndexes).where(eq(deferredIndexes.name, name));
  });
}
