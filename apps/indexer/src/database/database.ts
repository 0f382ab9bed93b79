import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT, PgTable } from "drizzle-orm/pg-core";

/** Drizzle over whichever driver: for schema-typed queries. Bulk writes go through {@link Writer}. */
export type Queries = PgDatabase<PgQueryResultHKT>;

/**
 * Writes of one transaction. Rows are `$inferInsert` of their table. What is written is sent together, so what is wrong with it
 * may be told by a later call only, at the latest by the transaction.
 */
export interface Writer {
  /** Finds what was written before. The database waits for this process at each query: what only writes goes without. */
  readonly queries: Queries;
  /** Appends rows by COPY (PostgreSQL) or the fastest PGlite has. A key that exists already is an error. */
  append<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void>;
  /** Inserts, or replaces the whole row of the same primary key. */
  upsert<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void>;
  /** Changes some columns of rows that are there, found by their primary key; of a row that isn't there nothing comes. */
  update<Table extends PgTable>(
    table: Table,
    rows: readonly Table["$inferSelect"][],
    changed: UpdateColumns,
  ): Promise<void>;
  /** Deletes the rows that fit. */
  delete(table: PgTable, fitting: SQL): Promise<void>;
}

/** The columns an update changes, by their names in TypeScript, without those of the primary key. */
export type UpdateColumns = { readonly columns: readonly string[] };

/** What becomes of the rows of a bulk write: see {@link Writer}. */
export type BulkWrite = "append" | "upsert" | UpdateColumns;

/** The database the indexer stands on: PGlite in a folder, or PostgreSQL. */
export interface Database {
  readonly kind: "pglite" | "postgres";
  readonly queries: Queries;
  /**
   * All or nothing; durable when it resolves: on PGlite over the end of the process, on PostgreSQL over that of the machine.
   * `work` uses its writer only. Both kinds report refusals as `DatabaseError`.
   */
  transaction<Result>(work: (writer: Writer) => Promise<Result>): Promise<Result>;
  /**
   * Encodes rows that a transaction is going to write, so that within it the database needn't wait for that. The writer
   * knows them by their array.
   *
   * @throws DatabaseError WRITE_FAILED for a value its column can't hold
   */
  prepare<Table extends PgTable>(write: BulkWrite, table: Table, rows: readonly Table["$inferInsert"][]): void;
  close(): Promise<void>;
}
