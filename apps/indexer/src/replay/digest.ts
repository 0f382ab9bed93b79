import { getTableName, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../database/database.ts";
import { appendTables, keyedTables } from "../pipeline/tables.ts";
import { CHAIN_VIEW_TABLES } from "../sources/appchain/chainViews.ts";

/** Every table that follows from the raw ones. */
export const VIEW_TABLES: readonly PgTable[] = [
  ...Object.values(keyedTables).map(({ table }): PgTable => table),
  ...Object.values(appendTables),
  ...CHAIN_VIEW_TABLES,
];

/** Number of rows, and a sum over their hashes: equal for equal rows in any order. */
export type TableDigest = { readonly table: string; readonly rows: number; readonly digest: string };

/** Digests all views, a table at a time; the database does the hashing. */
export async function digestViews(database: Pick<Database, "queries">): Promise<TableDigest[]> {
  const digests: TableDigest[] = [];
  for (const table of VIEW_TABLES) {
    const name = getTableName(table);
    const hash = sql`('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint`;
    const statement = sql`select count(*)::text as rows, coalesce(sum(${hash}), 0)::text as digest from ${table} t`;
    const result = (await database.queries.execute(statement)) as unknown as {
      readonly rows: readonly { rows: string; digest: string }[];
    };
    const [row] = result.rows;
    digests.push({ table: name, rows: Number(row?.rows ?? 0), digest: row?.digest ?? "0" });
  }
  return digests;
}
