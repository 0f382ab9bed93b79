import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PgTable } from "drizzle-orm/pg-core";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyRows } from "./copyRows.ts";
import type { BulkWrite, Queries, Writer } from "./database.ts";
import { arrayText, type ColumnText, filledColumns, type TableText, tableText } from "./rowText.ts";

// Keeps one statement's parameters to some megabytes.
const UPSERT_ROWS = 5_000;

const names = (columns: readonly ColumnText[]) => columns.map(({ name }) => name).join(", ");

function upsertStatement(table: TableText, columns: readonly ColumnText[]): string {
  // unnest would take arrays of arrays apart to their items: such columns travel as text.
  const parameters = columns.map(({ type }, index) => `$${index + 1}::${type.endsWith("[]") ? "text" : type}[]`);
  const fields = columns.map((_, index) => `c${index}`);
  const values = columns.map(({ type }, index) => (type.endsWith("[]") ? `c${index}::${type}` : `c${index}`));
  const changed = columns.filter(({ name }) => !table.primaryKey.includes(name));
  const action =
    changed.length === 0
      ? "nothing"
      : `update set ${changed.map(({ name }) => `${name} = excluded.${name}`).join(", ")}`;
  return (
    `insert into ${table.name} (${names(columns)}) select ${values.join(", ")} ` +
    `from unnest(${parameters.join(", ")}) as rows(${fields.join(", ")}) ` +
    `on conflict (${table.primaryKey.join(", ")}) do ${action}`
  );
}

type Rows = readonly Readonly<Record<string, unknown>>[];
type EncodedAppend = { readonly statement: string; readonly pieces: Iterable<Buffer> };
type EncodedUpsert = { readonly text: string; readonly parts: Iterable<readonly string[]> };

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
function encodeUpsert(table: PgTable, rows: Rows): EncodedUpsert {
  const bulk = tableText(table);
  const columns = filledColumns(bulk, rows);
  return { text: upsertStatement(bulk, columns), parts: upsertValues(columns, rows) };
}

function* upsertValues(columns: readonly ColumnText[], rows: Rows): Generator<readonly string[]> {
  for (let start = 0; start < rows.length; start += UPSERT_ROWS) {
    const part = rows.slice(start, start + UPSERT_ROWS);
    yield columns.map((column) => arrayText(column, part));
  }
}

type Prepared = { append?: EncodedAppend; upsert?: EncodedUpsert };
const prepared = new WeakMap<Rows, Prepared>();

/** Encodes rows now, for the writer that is given the same array later. @see Database.prepare */
export function prepareRows(write: BulkWrite, table: PgTable, rows: Rows): void {
  if (write === "append") {
    const { statement, pieces } = encodeAppend(table, rows);
    prepared.set(rows, { append: { statement, pieces: [...pieces] } });
    return;
  }
  const { text, parts } = encodeUpsert(table, rows);
  prepared.set(rows, { upsert: { text, parts: [...parts] } });
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
    if (rows.length === 0) return;
    const { text, parts } = takePrepared(rows).upsert ?? encodeUpsert(table, rows);
    for (const values of parts) await this.#client.query({ text, values: [...values] });
  }
}
