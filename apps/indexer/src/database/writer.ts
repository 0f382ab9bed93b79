import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PgTable } from "drizzle-orm/pg-core";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyRows } from "./copyRows.ts";
import type { Queries, Writer } from "./database.ts";
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
    const bulk = tableText(table);
    const columns = filledColumns(bulk, rows);
    const statement = `copy ${bulk.name} (${names(columns)}) from stdin (format binary)`;
    await pipeline(Readable.from(copyRows(columns, rows)), this.#client.query(copyFrom(statement)));
  }

  async upsert<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
    if (rows.length === 0) return;
    const bulk = tableText(table);
    const columns = filledColumns(bulk, rows);
    const statement = upsertStatement(bulk, columns);
    for (let start = 0; start < rows.length; start += UPSERT_ROWS) {
      const part = rows.slice(start, start + UPSERT_ROWS);
      const values = columns.map((column) => arrayText(column, part));
      await this.#client.query({ text: statement, values });
    }
  }
}
