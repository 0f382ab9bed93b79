import { AsyncLocalStorage } from "node:async_hooks";
import { drizzle } from "drizzle-orm/node-postgres";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Pool, PoolClient } from "pg";
import type { BulkWrite, Database, Queries, Writer } from "./database.ts";
import { DatabaseError, toDatabaseError } from "./errors.ts";
import { ConnectionWriter, prepareRows } from "./writer.ts";

/** What a {@link PooledDatabase} stands on. */
export type PooledDatabaseOptions = {
  readonly kind: Database["kind"];
  readonly pool: Pool;
  /** Server or folder, for messages. */
  readonly host: string;
  /** Ends what stands behind the pool, once its connections are closed. */
  readonly closeBackend: () => Promise<void>;
};

// What runs inside `transaction` must use its writer: another connection would not see its writes, and PGlite has none.
const inTransaction = new AsyncLocalStorage<Pool>();

function guarded(pool: Pool): Pool {
  const refuse = () => {
    if (inTransaction.getStore() === pool)
      throw new DatabaseError(
        { code: "OUTSIDE_TRANSACTION" },
        "Inside a transaction the database is used by its writer only: writer.queries, not database.queries.",
      );
  };
  return new Proxy(pool, {
    get(target, property) {
      if (property === "query" || property === "connect") refuse();
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const isFalse = () => false;
const isTrue = () => true;

/** The database over node-postgres: PostgreSQL itself, or PGlite behind a stream. */
export class PooledDatabase implements Database {
  readonly kind: Database["kind"];
  readonly queries: Queries;
  readonly #options: PooledDatabaseOptions;
  readonly #pool: Pool;
  #closing: Promise<void> | undefined;

  constructor(options: PooledDatabaseOptions) {
    this.kind = options.kind;
    this.#options = options;
    this.#pool = guarded(options.pool);
    this.queries = drizzle(this.#pool);
  }

  /**
   * @throws DatabaseError DATABASE_DOWN, DATABASE_FULL, WRITE_FAILED, OUTSIDE_TRANSACTION; what `work` throws of its own is
   *   passed on. Nothing is stored then, except that with DATABASE_DOWN during the commit it is unknown.
   */
  async transaction<Result>(work: (writer: Writer) => Promise<Result>): Promise<Result> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw toDatabaseError(error, this.#options.host);
    }
    const writer = new ConnectionWriter(client);
    try {
      const result = await inTransaction.run(this.#options.pool, () => work(writer));
      await writer.commit();
      client.release();
      return result;
    } catch (error) {
      const hasFailed = writer.hasBegun && (await client.query("rollback").then(isFalse, isTrue));
      client.release(hasFailed);
      throw toDatabaseError(error, this.#options.host);
    }
  }

  prepare<Table extends PgTable>(write: BulkWrite, table: Table, rows: readonly Table["$inferInsert"][]): void {
    const isNothing = rows.length === 0 || (typeof write === "object" && write.columns.length === 0);
    if (!isNothing) prepareRows(write, table, rows);
  }

  close(): Promise<void> {
    this.#closing ??= this.#options.pool.end().then(() => this.#options.closeBackend());
    return this.#closing;
  }
}
