import { asc, sql } from "drizzle-orm";
import { date, integer, jsonb, pgTable, primaryKey, serial, smallint, text } from "drizzle-orm/pg-core";
import { expect } from "vitest";
import { hexBytes, int8, ledger, rawBytes, seconds } from "../../src/database/columns.ts";
import type { Database } from "../../src/database/database.ts";
import { type DatabaseKind, openTestDatabase } from "../support/openTestDatabase.ts";

// Every kind of column the indexer's tables have.
export const things = pgTable(
  "things",
  {
    a: integer("a").notNull(),
    b: text("b").notNull(),
    hex: hexBytes("hex"),
    raw: rawBytes("raw"),
    big: int8("big"),
    units: ledger("units"),
    json: jsonb("json").$type<unknown>(),
    list: integer("list").array(),
    words: text("words").array(),
    day: date("day", { mode: "string" }),
    small: smallint("small"),
    time: seconds("time"),
  },
  (table) => [primaryKey({ columns: [table.a, table.b] })],
);
export const counted = pgTable("counted", { id: serial("id").primaryKey(), note: text("note").notNull() });

export const full = (a: number, b: string): typeof things.$inferSelect => ({
  a,
  b,
  hex: "0x00ff5c",
  raw: new Uint8Array([0, 92, 110, 255]),
  big: -(2n ** 63n),
  units: 10n ** 38n + 1n,
  json: { text: 'a "quote", a \\ and\n\ta tab', list: [1, null], none: null },
  list: [1, -2, 3],
  words: ['{,"\\', "", "NULL", "\t"],
  day: "2026-02-28",
  small: -32_768,
  time: 4_102_444_800,
});
export const empty = (a: number, b: string) => ({
  a,
  b,
  hex: null,
  raw: null,
  big: null,
  units: null,
  json: null,
  list: null,
  words: null,
  day: null,
  small: null,
  time: null,
});
export const coded = (code: string, more: object = {}) =>
  expect.objectContaining({ detail: expect.objectContaining({ code, ...more }) });

/** A test database with these tables. */
export async function openThings(kind: DatabaseKind): Promise<Database> {
  const database = await openTestDatabase(kind);
  await database.queries.execute(sql`
    create table things (a integer, b text, hex bytea, raw bytea, big bigint, units numeric(39,0), json jsonb,
      list integer[], words text[], day date, small smallint, time bigint, primary key (a, b))`);
  await database.queries.execute(sql`create table counted (id serial primary key, note text not null)`);
  return database;
}

/** All things, in order. */
export async function allOf(database: Database): Promise<(typeof things.$inferSelect)[]> {
  const rows = await database.queries.select().from(things).orderBy(asc(things.a), asc(things.b));
  return rows.map((row) => ({ ...row, raw: row.raw === null ? null : new Uint8Array(row.raw) }));
}
