import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PgTable } from "drizzle-orm/pg-core";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyRows } from "./copyRows.ts";
import type { BulkWrite, Queries, UpdateColumns, Writer } from "./database.ts";
import { arrayOf, type ColumnText, filledColumns, type TableText, tableText } from "./rowText.ts";

// Keeps one statement's parameters to some megabytes.
const STATEMENT_ROWS = 5_000;

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
type EncodedAppend = { readonly statement: string; readonly pieces: Iterable<Buffer> };
type EncodedStatement = { readonly text: string; readonly parts: Iterable<readonly (Buffer | string)[]> };

/** Encodes as it is read, a piece at a time. */
function encodeAppend(table: PgTable, rows: Rows): EncodedAppend {
  const bulk = tableText(table);
  const columns = filledColumns(bulk, rows);
  return {
    statement: `copy ${bulk.name} (${names(columns)}) from stdin (format binary)`,
    pieces: copyRows(columns, rows),
  };
}

/** Encodes as it is read, a statement's values at a time. */
function encodeUpsert(table: PgTable, rows: Rows): EncodedStatement {
  const bulk = tableText(table);
  const columns = filledColumns(bulk, rows);
  return { text: upsertStatement(bulk, columns), parts: valuesOf(columns, rows) };
}

function encodeUpdate(table: PgTable, rows: Rows, { columns: changed }: UpdateColumns): EncodedStatement {
  const bulk = tableText(table);
  const columns = bulk.columns.filter(({ key, name }) => changed.includes(key) || bulk.primaryKey.includes(name));
  return { text: updateStatement(bulk, columns), parts: valuesOf(columns, rows) };
}

function* valuesOf(columns: readonly ColumnText[], rows: Rows): Generator<readonly (Buffer | string)[]> {
  for (let start = 0; start < rows.length; start += STATEMENT_ROWS) {
    const part = rows.slice(start, start + STATEMENT_ROWS);
    yield columns.map((column) => arrayOf(column, part));
  }
}

type Prepared = { append?: EncodedAppend; statement?: EncodedStatement };
const prepared = new WeakMap<Rows, Prepared>();

/** Encodes rows now, for the writer that is given the same array later. @see Database.prepare */
export function prepareRows(write: BulkWrite, table: PgTable, rows: Rows): void {
  if (write === "append") {
    const { statement, pieces } = encodeAppend(table, rows);
    prepared.set(rows, { append: { statement, pieces: [...pieces] } });
    return;
  }
  const { text, parts } = write === "upsert" ? encodeUpsert(table, rows) : encodeUpdate(table, rows, write);
  prepared.set(rows, { statement: { text, parts: [...parts] } });
}

/** Written once, so that its bytes are let go with the transaction. */
function takePrepared(rows: Rows): Prepared {
  const found = prepared.get(rows) ?? {};
  prepared.delete(rows);
  return found;
}

/** Writes over the connection of an open transaction. */
export class ConnectionWriter implements Writer {
  readonly queries: Queries;
  readonly #client: PoolClient;

  constructor(client: PoolClient, queries: Queries) {
    this.#client = client;
    this.queries = queries;
  }

  async append<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
    if (rows.length === 0) return;
    const { statement, pieces } = takePrepared(rows).append ?? encodeAppend(table, rows);
    await pipeline(Readable.from(pieces), this.#client.query(copyFrom(statement)));
  }

  async upsert<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
    if (rows.length > 0) await this.#run(takePrepared(rows).statement ?? encodeUpsert(table, rows));
  }

  async update<Table extends PgTable>(
    table: Table,
    rows: readonly Table["$inferSelect"][],
    changed: UpdateColumns,
  ): Promise<void> {
    if (rows.length === 0 || changed.columns.length === 0) return;
    await this.#run(takePrepared(rows).statement ?? encodeUpdate(table, rows, changed));
  }

  async #run({ text, parts }: EncodedStatement): Promise<void> {
    for (const values of parts) await this.#client.query({ text, values: [...values] });
  }
}
