import type { PgColumn } from "drizzle-orm/pg-core";
import type { BinaryWriter } from "./binaryWriter.ts";

/** Writes a value of a column in PostgreSQL's binary form, its length first. False if the column can't hold it. */
export type EncodeBinary = (writer: BinaryWriter, value: unknown) => boolean;

type Encoder = {
  /** Bytes it takes at most, without its length. */
  readonly room: (value: unknown) => number;
  /** @see EncodeBinary; the room is reserved, the length is written by the caller */
  readonly write: (writer: BinaryWriter, value: unknown) => boolean;
};

/** Of a value its length goes first. */
const LENGTH_BYTES = 4;
const UTF8_PER_UNIT = 3;
const isText = (value: unknown): value is string => typeof value === "string";
const textRoom = (value: unknown): number => (isText(value) ? UTF8_PER_UNIT * value.length : 0);

function writeInt8(writer: BinaryWriter, value: unknown): boolean {
  if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) return false;
  writer.int64(value);
  return true;
}

/** Whole numbers of so many bits; `1` and `"1"` alike, as Drizzle's columns take them. */
function integerOf(bits: 16 | 32): Encoder {
  const limit = 2 ** (bits - 1);
  return {
    room: () => bits / 8,
    write: (writer, value) => {
      const number = isText(value) && value !== "" ? Number(value) : value;
      if (typeof number !== "number" || !Number.isInteger(number) || number < -limit || number >= limit) return false;
      if (bits === 16) writer.int16(number);
      else writer.int32(number);
      return true;
    },
  };
}

const bigint: Encoder = {
  room: () => 8,
  write: (writer, value) => {
    if (typeof value === "bigint") return writeInt8(writer, value);
    if (typeof value === "number") return Number.isSafeInteger(value) && writeInt8(writer, BigInt(value));
    return isText(value) && /^-?\d+$/.test(value) && writeInt8(writer, BigInt(value));
  },
};

const text: Encoder = {
  room: textRoom,
  write: (writer, value) => isText(value) && writer.text(value) >= 0,
};

const JSONB_VERSION = 1;
const jsonb: Encoder = {
  room: (value) => 1 + textRoom(value),
  write: (writer, value) => {
    writer.byte(JSONB_VERSION);
    return text.write(writer, value);
  },
};

/** Hex with its 0x, or bytes. */
const bytea: Encoder = {
  room: (value) => (isText(value) ? value.length : value instanceof Uint8Array ? value.length : 0),
  write: (writer, value) => {
    if (isText(value)) return value.startsWith("0x") && writer.hex(value.slice(2));
    if (!(value instanceof Uint8Array)) return false;
    writer.bytes(value);
    return true;
  },
};

/**
 * For one column: a row often has the hash, the topic or the contract of the one before, and what was written for that is
 * copied then, length and all, in a quarter of the time.
 */
function repeating(encoder: Encoder): EncodeBinary {
  let last = "";
  let [lastPiece, lastAt, lastBytes] = [-1, 0, 0];
  return (writer, value) => {
    writer.reserve(LENGTH_BYTES + encoder.room(value));
    const { piece, length: at } = writer;
    if (value === last && piece === lastPiece) {
      writer.again(lastAt, lastBytes);
      return true;
    }
    if (!writeCounted(writer, encoder, value)) return false;
    if (!isText(value)) return true;
    last = value;
    lastPiece = piece;
    lastAt = at;
    lastBytes = writer.length - at;
    return true;
  };
}

// Groups of four decimal digits, the first one's power of 10,000, sign and digits after the point, of which there are none.
const [POSITIVE, NEGATIVE] = [0, 0x4000];
const numeric: Encoder = {
  room: (value) => 16 + textRoom(value),
  write: (writer, value) => {
    const [, sign, digits] = (isText(value) && /^(-?)(\d+)$/.exec(value)) || [];
    if (digits === undefined) return false;
    const padded = digits.padStart(Math.ceil(digits.length / 4) * 4, "0");
    const groups = padded.match(/\d{4}/g)?.map(Number) ?? [];
    const weight = groups.length - 1;
    while (groups.at(-1) === 0) groups.pop();
    for (const head of [groups.length, groups.length === 0 ? 0 : weight, sign ? NEGATIVE : POSITIVE, 0])
      writer.int16(head);
    for (const group of groups) writer.int16(group);
    return true;
  },
};

const DAY_MS = 86_400_000;
const date: Encoder = {
  room: () => 4,
  write: (writer, value) => {
    const ms = isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(ms)) return false;
    writer.int32((ms - Date.UTC(2_000, 0, 1)) / DAY_MS);
    return true;
  },
};

/** Of null there is no more than a length that can't be one. */
export function writeNull(writer: BinaryWriter): true {
  writer.int32(-1);
  return true;
}

/** One dimension, counted from 1; `oid` is PostgreSQL's number of the item's type. */
function arrayOf(item: Encoder, oid: number): Encoder {
  const [HEAD, EACH] = [20, 4];
  return {
    room: (value) =>
      Array.isArray(value) ? value.reduce((sum: number, each) => sum + EACH + item.room(each), HEAD) : 0,
    write: (writer, value) => {
      if (!Array.isArray(value)) return false;
      for (const head of [value.length === 0 ? 0 : 1, value.includes(null) ? 1 : 0, oid]) writer.int32(head);
      if (value.length === 0) return true;
      for (const head of [value.length, 1]) writer.int32(head);
      return value.every((each) => (each === null ? writeNull(writer) : writeCounted(writer, item, each)));
    },
  };
}

function writeCounted(writer: BinaryWriter, encoder: Encoder, value: unknown): boolean {
  const start = writer.beginCounted();
  const isGood = encoder.write(writer, value);
  writer.endCounted(start);
  return isGood;
}

/** PostgreSQL's numbers of types, by which an array names that of its items. Source: its catalog, pg_type.dat. */
const OIDS: Readonly<Record<string, number>> = {
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  date: 1082,
  jsonb: 3802,
};
const NUMERIC_OID = 1700;

/** The number of a type that can be an array's item; undefined for arrays themselves. */
export function itemOid(type: string): number | undefined {
  return type.startsWith("numeric(") ? NUMERIC_OID : OIDS[type];
}

const [INT4_OID, TEXT_OID] = [23, 25];
const int4 = integerOf(32);
const ENCODERS: Readonly<Record<string, Encoder>> = {
  bigint,
  integer: int4,
  smallint: integerOf(16),
  text,
  jsonb,
  bytea,
  date,
  "integer[]": arrayOf(int4, INT4_OID),
  "text[]": arrayOf(text, TEXT_OID),
};
/** What the encoder takes as it stands in a row: Drizzle would turn it twice. */
const AS_IT_IS: ReadonlySet<string> = new Set(["bigint", "integer", "smallint", "integer[]", "text[]"]);

/** @throws RangeError for a type no table of the indexer has */
export function encoderOf(column: PgColumn, type: string): EncodeBinary {
  const known = type.startsWith("numeric(") ? numeric : ENCODERS[type];
  if (known === undefined) throw new RangeError(`column ${column.name}: no binary form of ${type} is known`);
  if (type === "bytea" || type === "text") return repeating(known);
  const isAsItIs = AS_IT_IS.has(type);
  return (writer, value) => {
    const plain: unknown = isAsItIs ? value : column.mapToDriverValue(value);
    writer.reserve(LENGTH_BYTES + known.room(plain));
    return writeCounted(writer, known, plain);
  };
}
