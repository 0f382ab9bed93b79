import { desc, getTableColumns, gt, lte } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Hex } from "viem";
import type { Queries, Writer } from "../database/database.ts";
import { undo } from "../raw/schema.ts";
import { writeRows } from "./rowSet.ts";
import { type KeyedTable, keyedTables, type MapKey } from "./tables.ts";

/** Name under which a step's undo rows hold the cursor as it was before it. */
export const CURSOR = "cursors";

/** A row as JSON: bigints as decimal strings. */
export function toJsonRow(row: object): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row))
    json[column] = typeof value === "bigint" ? value.toString() : value;
  return json;
}

/** The inverse of {@link toJsonRow} for a row of this table. */
export function fromJsonRow(table: PgTable, json: Record<string, unknown>): Record<string, unknown> {
  const row = { ...json };
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    const value = row[name];
    if (column.getSQLType() === "bigint" && typeof value === "string") row[name] = BigInt(value);
  }
  return row;
}

type AnyTable = KeyedTable<object, MapKey>;
const tablesByName = new Map(
  Object.values(keyedTables).map((spec) => [spec.name as string, spec as unknown as AnyTable] as const),
);

/** Where the views stood before a step; null before the first. */
export type UndoneCursor = { readonly number: bigint; readonly hash: Hex } | null;

/**
 * Takes back the changes of all steps after `ancestor`, newest first, and forgets them.
 *
 * @returns where the views stand then; undefined if nothing was journalled
 */
export async function undoAfter(writer: Writer, ancestor: bigint): Promise<{ cursor: UndoneCursor } | undefined> {
  const rows = await readUndo(writer.queries, ancestor);
  let cursor: { cursor: UndoneCursor } | undefined;
  const restored = new Map<AnyTable, Map<MapKey, object | null>>();
  for (const { tableName, key, row } of rows) {
    if (tableName === CURSOR) cursor = { cursor: toCursor(row) };
    const spec = tablesByName.get(tableName);
    if (spec === undefined) continue;
    const changes = restored.get(spec) ?? new Map<MapKey, object | null>();
    restored.set(spec, changes);
    // Older rows come later: the oldest after the ancestor is what was true at it.
    const [id] = key as [MapKey];
    changes.set(id, row === null ? null : fromJsonRow(spec.table, row as Record<string, unknown>));
  }
  for (const [spec, changes] of restored) {
    const changed = [...changes.values()].filter((row) => row !== null);
    const removed = [...changes].flatMap(([key, row]) => (row === null ? [key] : []));
    await writeRows(writer, spec, { added: [], changed, removed });
  }
  await writer.delete(undo, gt(undo.step, ancestor));
  return cursor;
}

/** Undo rows of the steps after `ancestor`, newest first. */
function readUndo(queries: Queries, ancestor: bigint) {
  return queries.select().from(undo).where(gt(undo.step, ancestor)).orderBy(desc(undo.step), desc(undo.seq));
}

function toCursor(row: unknown): UndoneCursor {
  if (row === null) return null;
  const { number, hash } = row as { readonly number: string; readonly hash: Hex };
  return { number: BigInt(number), hash };
}

/** Forgets how to take back what has become final. */
export async function forgetUndo(writer: Writer, final: bigint): Promise<void> {
  await writer.delete(undo, lte(undo.step, final));
}

/** Forgets everything, for a rebuild. */
export async function clearUndo(writer: Writer): Promise<void> {
  await writer.queries.delete(undo);
}
