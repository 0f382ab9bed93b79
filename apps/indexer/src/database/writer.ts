import { type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { PgDialect, type PgTable } from "drizzle-orm/pg-core";
import type { PoolClient } from "pg";
import { Burst, type Statement } from "./burst.ts";
import { copyRows } from "./copyRows.ts";
import type { BulkWrite, Queries, UpdateColumns, Writer } from "./database.ts";
import { arrayOf, type ColumnText, filledColumns, type TableText, tableText } from "./rowText.ts";

// Keeps one statement's parameters to some megabytes.
const STATEMENT_ROWS = 5_000;
/** What is sent without waiting for an answer. PGlite is given it in one piece, which it copies. */
const BURST_BYTES = 8 * 2 ** 20;

const names = (columns: readonly ColumnText[]) => columns.map(({ name }) => name).join(", ");

/** The columns' arrays as rows with the columns c0, c1, …; @see arrayOf */
function unnested(columns: readonly ColumnText[]): string {
  const parameters = columns.map(({ type, oid }, index) => `$${index + 1}::${oid === undefined ? "text" : type}[]`);
  return `unnest(${parameters.join(", ")}) as rows(${columns.map((_, index) => `c${index}`).join(", ")})`;
}

const fieldOf = ({ type, oid }: ColumnText, index: number) => (oid === undefined ? `c${index}::${type}` : `c${index}`);

function upsertStatement(table: TableText, columns: readonly ColumnText[]): string {
  const changed = columns.filter(({ name }) => !table.primaryKey.includes(name));
  const action =
    changed.length === 0
      ? "nothing"
      : `update set ${changed.map(({ name }) => `${name} = excluded.${name}`).join(", ")}`;
  return (
    `insert into ${table.name} (${names(columns)}) select ${columns.map(fieldOf).join(", ")} from ${unnested(columns)} ` +
    `on conflict (${table.primaryKey.join(", ")}) do ${action}`
  );
}

function updateStatement(table: TableText, columns: readonly ColumnText[]): string {
  const isKey = ({ name }: ColumnText) => table.primaryKey.includes(name);
  const pairs = columns.map((column, index) => ({ column, value: fieldOf(column, index) }));
  const set = pairs.filter(({ column }) => !isKey(column)).map(({ column, value }) => `${column.name} = ${value}`);
  const key = pairs.filter(({ column }) => isKey(column));
  const isSame = key.map(({ column, value }) => `${table.name}.${column.name} = ${value}`);
  return `update ${table.name} set ${set.join(", ")} from ${unnested(columns)} where ${isSame.join(" and ")}`;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

function encodeAppend(table: PgTable, rows: Rows): readonly Statement[] {
  const bulk = tableText(table);
  const columns = filledColumns(bulk, rows);
  const text = `copy ${bulk.name} (${names(columns)}) from stdin (format binary)`;
  return [{ text, data: [...copyRows(columns, rows)] }];
}

function encodeUpsert(table: PgTable, rows: Rows): readonly Statement[] {
  const bulk = tableText(table);
  const columns = filledColumns(bulk, rows);
  return withValues(upsertStatement(bulk, columns), columns, rows);
}

function encodeUpdate(table: PgTable, rows: Rows, { columns: changed }: UpdateColumns): readonly Statement[] {
  const bulk = tableText(table);
  const columns = bulk.columns.filter(({ key, name }) => changed.includes(key) || bulk.primaryKey.includes(name));
  return withValues(updateStatement(bulk, columns), columns, rows);
}

function withValues(text: string, columns: readonly ColumnText[], rows: Rows): Statement[] {
  const count = Math.ceil(rows.length / STATEMENT_ROWS);
  return Array.from({ length: count }, (_, index) => {
    const part = rows.slice(index * STATEMENT_ROWS, (index + 1) * STATEMENT_ROWS);
    return { text, values: columns.map((column) => arrayOf(column, part)) };
  });
}

function encode(write: BulkWrite, table: PgTable, rows: Rows): readonly Statement[] {
  if (write === "append") return encodeAppend(table, rows);
  return write === "upsert" ? encodeUpsert(table, rows) : encodeUpdate(table, rows, write);
}

const dialect = new PgDialect();
const prepared = new WeakMap<Rows, readonly Statement[]>();

/** Encodes rows now, for the writer that is given the same array later. @see Database.prepare */
export function prepareRows(write: BulkWrite, table: PgTable, rows: Rows): void {
  prepared.set(rows, encode(write, table, rows));
}

/** Written once, so that its bytes are let go with the transaction. */
function takeEncoded(write: BulkWrite, table: PgTable, rows: Rows): readonly Statement[] {
  const found = prepared.get(rows) ?? encode(write, table, rows);
  prepared.delete(rows);
  return found;
}

function bytesOf({ values = [], data = [] }: Statement): number {
  return [...values, ...data].reduce((total, { length }) => total + length, 0);
}

/**
 * Writes over the connection of a transaction, which begins with the first statement. What is written is sent together, and
 * so what is wrong with it is told by a later write, query, or {@link commit}; queries find it written.
 */
export class ConnectionWriter implements Writer {
  readonly queries: Queries;
  readonly #client: PoolClient;
  #waiting: Statement[] = [{ text: "begin" }];
  #bytes = 0;
  #hasBegun = false;

  constructor(client: PoolClient) {
    this.#client = client;
    this.queries = drizzle(this.#flushing(client));
  }

  /** Whether the server knows of the transaction. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  async append<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
    if (rows.length > 0) await this.#add(takeEncoded("append", table, rows));
  }

  async upsert<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
    if (rows.length > 0) await this.#add(takeEncoded("upsert", table, rows));
  }

  async update<Table extends PgTable>(
    table: Table,
    rows: readonly Table["$inferSelect"][],
    changed: UpdateColumns,
  ): Promise<void> {
    if (rows.length > 0 && changed.columns.length > 0) await this.#add(takeEncoded(changed, table, rows));
  }

  async delete(table: PgTable, fitting: SQL): Promise<void> {
    const { sql: text, params } = dialect.sqlToQuery(sql`delete from ${table} where ${fitting}`);
    await this.#add([{ text, values: params.map((param) => (Buffer.isBuffer(param) ? param : String(param))) }]);
  }

  /** Writes what is left, and commits. */
  async commit(): Promise<void> {
    this.#waiting.push({ text: "commit" });
    await this.#send();
  }

  async #add(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) {
      this.#waiting.push(statement);
      this.#bytes += bytesOf(statement);
      if (this.#bytes >= BURST_BYTES) await this.#send();
    }
  }

  async #send(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const burst = new Burst(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    this.#hasBegun = true;
    this.#client.query(burst);
    await burst.done;
  }

  /** The connection for queries: each comes after what was written before it. */
  #flushing(client: PoolClient): PoolClient {
    const query = async (...given: Parameters<PoolClient["query"]>) => {
      await this.#send();
      return client.query(...given);
    };
    return new Proxy(client, {
      get: (target, property) => {
        if (property === "query") return query;
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
}
