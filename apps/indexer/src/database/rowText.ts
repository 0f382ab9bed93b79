import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
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
  /** The text can't hold what COPY or an array literal would have to escape. */
  readonly isPlain: boolean;
  readonly isBytes: boolean;
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

const COPY_SPECIAL = /[\\\n\r\t]/g;
const COPY_ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const escapeCopy = (text: string) => text.replace(COPY_SPECIAL, (special) => COPY_ESCAPES[special] ?? special);

const [TAB, NEWLINE, BACKSLASH] = [0x09, 0x0a, 0x5c];
const NULL = "\\N";
// Of a character in UTF-8, by its UTF-16 units; and what stands around a field.
const BYTES_PER_UNIT = 3;
const AROUND = 4;
// A few rows need no whole piece.
const ROW_BYTES = 1_024;

/** Fills pieces of bytes: strings joined and turned at their end would be copied twice more. */
class PieceWriter {
  readonly #pieceBytes: number;
  #piece: Buffer;
  #length = 0;

  constructor(pieceBytes: number) {
    this.#pieceBytes = pieceBytes;
    this.#piece = Buffer.allocUnsafeSlow(pieceBytes);
  }

  /** Whether a field of so many characters fits in what is left. */
  fits(chars: number): boolean {
    return this.#length + BYTES_PER_UNIT * chars + AROUND <= this.#piece.length;
  }

  /** What has been written since; with room for a field of so many characters from now on. */
  take(chars: number): Buffer {
    const taken = this.#piece.subarray(0, this.#length);
    this.#piece = Buffer.allocUnsafeSlow(Math.max(this.#pieceBytes, BYTES_PER_UNIT * chars + AROUND));
    this.#length = 0;
    return taken;
  }

  /** What has been written since; nothing is written after it. */
  rest(): Buffer {
    return this.#piece.subarray(0, this.#length);
  }

  /** ASCII only. */
  ascii(text: string): void {
    this.#length += this.#piece.write(text, this.#length, "latin1");
  }

  text(text: string): void {
    this.#length += this.#piece.write(text, this.#length, "utf8");
  }

  /** Hex with its 0x as COPY takes bytes: `\\\\x…`. */
  hex(hex: string): void {
    this.#piece.write(hex, this.#length + 1, "latin1");
    this.#piece[this.#length] = BACKSLASH;
    this.#piece[this.#length + 1] = BACKSLASH;
    this.#length += 1 + hex.length;
  }

  byte(byte: number): void {
    this.#piece[this.#length++] = byte;
  }
}

/** Rows in the text format of COPY, as pieces of about `pieceBytes`. */
export function* copyText(
  columns: readonly ColumnText[],
  rows: readonly Row[],
  pieceBytes = 262_144,
): Generator<Buffer> {
  const last = columns.length - 1;
  const writer = new PieceWriter(Math.min(pieceBytes, ROW_BYTES * rows.length));
  for (const row of rows) {
    for (let index = 0; index <= last; index++) {
      const column = columns[index] as ColumnText;
      const value = row[column.key];
      const isNull = value === undefined || value === null;
      const isHexOfBytes = column.isBytes && isHex(value);
      const text = isNull
        ? NULL
        : isHexOfBytes
          ? value
          : column.isPlain
            ? column.toText(value)
            : escapeCopy(column.toText(value));
      if (!writer.fits(text.length)) yield writer.take(text.length);
      if (isHexOfBytes) writer.hex(text);
      else if (isNull || column.isPlain) writer.ascii(text);
      else writer.text(text);
      writer.byte(index === last ? NEWLINE : TAB);
    }
  }
  if (rows.length > 0) yield writer.rest();
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
