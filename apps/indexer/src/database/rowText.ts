import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import { BinaryWriter } from "./binaryWriter.ts";
import { encoderOf, itemOid, writeNull } from "./columnBinary.ts";
import { DatabaseError } from "./errors.ts";

/** A column as bulk writes need it: its SQL name and type and how a value becomes PostgreSQL's input. */
export type ColumnText = {
  readonly key: string;
  readonly name: string;
  /** Type to cast to; arrays as `integer[]`. */
  readonly type: string;
  readonly hasDefault: boolean;
  /** PostgreSQL's number of the type; undefined for arrays, which no array of them can hold. */
  readonly oid: number | undefined;
  /** Text input of an array's type; never null. */
  readonly toText: (value: unknown) => string;
  /** As COPY and arrays of the type take it. @throws DatabaseError WRITE_FAILED */
  readonly encode: (writer: BinaryWriter, value: unknown) => void;
};

/** A table as bulk writes need it. */
export type TableText = {
  readonly name: string;
  readonly columns: readonly ColumnText[];
  /** SQL names of the primary key's columns. */
  readonly primaryKey: readonly string[];
};

type Row = Readonly<Record<string, unknown>>;

const SERIALS: Readonly<Record<string, string>> = { serial: "integer", smallserial: "smallint", bigserial: "bigint" };
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

function refused(table: string, column: string, value: unknown): DatabaseError {
  const reason = `column ${column} got a ${value === null ? "null" : typeof value} it can't hold`;
  return new DatabaseError({ code: "WRITE_FAILED", sqlState: "", table, reason }, `Nothing was written: ${reason}.`);
}

function toTextOf(table: string, column: PgColumn): (value: unknown) => string {
  return (value) => {
    const driverValue: unknown = column.mapToDriverValue(value);
    if (typeof driverValue === "string") return driverValue;
    throw refused(table, column.name, driverValue);
  };
}

function encodeOf(table: string, column: PgColumn, type: string): ColumnText["encode"] {
  const encode = encoderOf(column, type);
  return (writer, value) => {
    if (value === undefined || value === null) writeNull(writer);
    else if (!encode(writer, value)) throw refused(table, column.name, value);
  };
}

function readTable(table: PgTable): TableText {
  const config = getTableConfig(table);
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const type = SERIALS[column.getSQLType()] ?? column.getSQLType();
    return {
      key,
      name: quote(column.name),
      type,
      hasDefault: column.hasDefault,
      oid: itemOid(type),
      toText: toTextOf(config.name, column),
      encode: encodeOf(config.name, column, type),
    };
  });
  const composite = config.primaryKeys[0]?.columns ?? [];
  const single = config.columns.filter((column) => column.primary);
  const primaryKey = (composite.length > 0 ? composite : single).map((column) => quote(column.name));
  return { name: quote(config.name), columns, primaryKey };
}

const known = new WeakMap<PgTable, TableText>();

/** The table's bulk form; made once per table. */
export function tableText(table: PgTable): TableText {
  const found = known.get(table) ?? readTable(table);
  known.set(table, found);
  return found;
}

/** Columns these rows fill: one with a default that no row names is left to the database. */
export function filledColumns(table: TableText, rows: readonly Row[]): readonly ColumnText[] {
  return table.columns.filter(({ key, hasDefault }) => !hasDefault || rows.some((row) => row[key] !== undefined));
}

const ARRAY_SPECIAL = /[\\"]/g;
/** Dimensions, flags, type, length and first index of an array; the length of an item. */
const [HEAD_BYTES, ITEM_BYTES] = [20, 4];
/** An item of most columns, with its length. */
const LIKELY_BYTES = 40;

/**
 * One column of the rows as an array, for `unnest`: in PostgreSQL's binary form, or as the literal of a `text[]` where the
 * column holds arrays itself, which `unnest` would take apart to their items.
 *
 * @throws DatabaseError WRITE_FAILED for a value the column can't hold
 */
export function arrayOf(column: ColumnText, rows: readonly Row[]): Buffer | string {
  if (column.oid === undefined) return arrayText(column, rows);
  const writer = new BinaryWriter(HEAD_BYTES + LIKELY_BYTES * rows.length);
  writer.reserve(HEAD_BYTES);
  // One dimension that may hold nulls, counted from 1.
  for (const head of [1, 1, column.oid, rows.length, 1]) writer.int32(head);
  for (const row of rows) {
    writer.reserve(ITEM_BYTES);
    column.encode(writer, row[column.key]);
  }
  return writer.takeWhole();
}

function arrayText(column: ColumnText, rows: readonly Row[]): string {
  const items = rows.map((row) => {
    const value = row[column.key];
    if (value === undefined || value === null) return "NULL";
    return `"${column.toText(value).replace(ARRAY_SPECIAL, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}
