import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import type { BinaryWriter } from "./binaryWriter.ts";
import { encoderOf, writeNull } from "./columnBinary.ts";
import { DatabaseError } from "./errors.ts";

/** A column as bulk writes need it: its SQL name and type and how a value becomes PostgreSQL's text input. */
export type ColumnText = {
  readonly key: string;
  readonly name: string;
  /** Type to cast to; arrays as `integer[]`. */
  readonly type: string;
  readonly hasDefault: boolean;
  /** Text input of the type; never null. */
  readonly toText: (value: unknown) => string;
  /** The text can't hold what an array literal would have to escape. */
  readonly isPlain: boolean;
  readonly isBytes: boolean;
  /** As COPY takes it. @throws DatabaseError WRITE_FAILED */
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

const PLAIN = /^(?:smallint|integer|bigint|numeric(?:\(.*\))?|boolean|date)$/;
const SERIALS: Readonly<Record<string, string>> = { serial: "integer", smallserial: "smallint", bigserial: "bigint" };
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

function refused(table: string, column: string, value: unknown): DatabaseError {
  const reason = `column ${column} got a ${value === null ? "null" : typeof value} it can't hold`;
  return new DatabaseError({ code: "WRITE_FAILED", sqlState: "", table, reason }, `Nothing was written: ${reason}.`);
}

/** Hex stays hex: over bytes it would be turned twice, half the time of a bulk write. */
const isHex = (value: unknown): value is string => typeof value === "string" && value.startsWith("0x");

function toTextOf(table: string, column: PgColumn): (value: unknown) => string {
  const isBytes = column.getSQLType() === "bytea";
  const isInteger = column.getSQLType() === "bigint";
  return (value) => {
    if (typeof value === "bigint" && isInteger) return value.toString();
    if (isBytes && isHex(value)) return `\\x${value.slice(2)}`;
    const driverValue: unknown = column.mapToDriverValue(value);
    if (typeof driverValue === "string") return driverValue;
    if (driverValue instanceof Uint8Array) return `\\x${Buffer.from(driverValue).toString("hex")}`;
    if (typeof driverValue === "number" || typeof driverValue === "bigint" || typeof driverValue === "boolean")
      return String(driverValue);
    if (driverValue instanceof Date) return driverValue.toISOString();
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
      toText: toTextOf(config.name, column),
      isPlain: PLAIN.test(type),
      isBytes: type === "bytea",
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

/** One column of the rows as an array literal, for `unnest`. */
export function arrayText(column: ColumnText, rows: readonly Row[]): string {
  const items = rows.map((row) => {
    const value = row[column.key];
    if (value === undefined || value === null) return "NULL";
    if (column.isBytes && isHex(value)) return `"\\\\x${value.slice(2)}"`;
    return column.isPlain ? column.toText(value) : `"${column.toText(value).replace(ARRAY_SPECIAL, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}
