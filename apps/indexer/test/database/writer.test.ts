import { asc, eq, sql } from "drizzle-orm";
import { date, integer, jsonb, pgTable, primaryKey, serial, smallint, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hexBytes, int8, ledger, rawBytes, seconds } from "../../src/database/columns.ts";
import type { Database } from "../../src/database/database.ts";
import { DATABASE_KINDS, openTestDatabase } from "../support/openTestDatabase.ts";

// Every kind of column the indexer's tables have.
const things = pgTable(
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
const counted = pgTable("counted", { id: serial("id").primaryKey(), note: text("note").notNull() });

const full = (a: number, b: string): typeof things.$inferSelect => ({
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
const empty = (a: number, b: string) => ({
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
const coded = (code: string, more: object = {}) =>
  expect.objectContaining({ detail: expect.objectContaining({ code, ...more }) });

describe.each(DATABASE_KINDS)("%s", (kind) => {
  let database: Database;
  const all = async () => {
    const rows = await database.queries.select().from(things).orderBy(asc(things.a), asc(things.b));
    return rows.map((row) => ({ ...row, raw: row.raw === null ? null : new Uint8Array(row.raw) }));
  };

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await database.queries.execute(sql`
      create table things (a integer, b text, hex bytea, raw bytea, big bigint, units numeric(39,0), json jsonb,
        list integer[], words text[], day date, small smallint, time bigint, primary key (a, b))`);
    await database.queries.execute(sql`create table counted (id serial primary key, note text not null)`);
  });

  afterAll(() => database.close());

  test.each(["append", "upsert"] as const)("%s: each kind of column comes back as it was", async (method) => {
    await database.queries.delete(things);
    const rows = [full(1, "x"), empty(2, "\\N"), full(3, 'line\nend\r\ttab \\ "é€😀"'), empty(3, "")];
    await database.transaction((writer) => writer[method](things, rows));
    expect(await all()).toEqual([rows[0], rows[1], rows[3], rows[2]]);
  });

  test("append: the ends of what a column holds", async () => {
    await database.queries.delete(things);
    const units = [0n, 1n, -1n, 9_999n, 10_000n, -10_000n, 100_000_000n, 10n ** 39n - 1n, -(10n ** 39n) + 1n];
    const rows: (typeof things.$inferSelect)[] = units.map((each, a) => ({ ...full(a, "x"), units: each }));
    const last = { a: 2 ** 31 - 1, big: 2n ** 63n - 1n, small: 32_767, list: [], words: [], hex: "0x" } as const;
    rows.push({ ...full(0, "y"), ...last, list: [], words: [], day: "1999-12-31", json: {}, raw: new Uint8Array() });
    await database.transaction((writer) => writer.append(things, rows));
    expect(await all()).toEqual(rows);
  });

  test.each([
    ["integer", { a: 2 ** 31 }],
    ["integer", { a: 1.5 }],
    ["smallint", { small: 32_768 }],
    ["bigint", { big: 2n ** 63n }],
    ["seconds", { time: 0.5 }],
    ["hex of half a byte", { hex: "0x0" }],
    ["hex that is none", { hex: "0x0g" }],
    ["hex without 0x", { hex: "00" }],
    ["day", { day: "28.2.2026" }],
    ["array", { list: [1, 2 ** 31] }],
    ["text", { b: 5 }],
  ])("append: a value that isn't one of the column's (%s) writes nothing", async (_, bad) => {
    await database.queries.delete(things);
    const rows = [full(1, "x"), { ...full(2, "x"), ...bad } as typeof things.$inferSelect];
    await expect(database.transaction((writer) => writer.append(things, rows))).rejects.toEqual(
      coded("WRITE_FAILED", { table: "things" }),
    );
    expect(await all()).toEqual([]);
  });

  test("a row of Drizzle's own insert and one of the writer are equal", async () => {
    await database.queries.delete(things);
    await database.queries.insert(things).values(full(1, "x"));
    await database.transaction((writer) => writer.append(things, [full(2, "x")]));
    const [first, second] = await all();
    expect(second).toEqual({ ...first, a: 2 });
  });

  test("upsert replaces the whole row, nulls too, and leaves others alone", async () => {
    await database.queries.delete(things);
    await database.transaction((writer) => writer.append(things, [full(1, "x"), full(1, "y")]));
    await database.transaction((writer) => writer.upsert(things, [empty(1, "y"), full(2, "z")]));
    expect(await all()).toEqual([full(1, "x"), empty(1, "y"), full(2, "z")]);
  });

  test("update changes the columns it is told of, nulls too, and makes no row", async () => {
    await database.queries.delete(things);
    await database.transaction((writer) => writer.append(things, [full(1, "x"), full(2, "x"), full(1, "y")]));
    const columns = ["hex", "big", "units", "json", "list", "words", "day", "small"];
    const rows = [empty(1, "x"), { ...empty(2, "x"), ...full(2, "x"), big: 5n, list: [9] }, empty(9, "x")];
    await database.transaction((writer) => writer.update(things, rows, { columns }));
    const { raw, time } = full(1, "x");
    expect(await all()).toEqual([
      { ...empty(1, "x"), raw, time },
      full(1, "y"),
      { ...full(2, "x"), big: 5n, list: [9] },
    ]);
  });

  test("an update of no columns is none", async () => {
    await database.queries.delete(things);
    await database.transaction((writer) => writer.append(things, [full(1, "x")]));
    await database.transaction((writer) => writer.update(things, [empty(1, "x")], { columns: [] }));
    expect(await all()).toEqual([full(1, "x")]);
  });

  test.each([
    ["upsert", { hex: "0x0g" }],
    ["upsert", { list: [1.5] }],
    ["update", { hex: "0x0g" }],
    ["update", { big: 2n ** 63n }],
  ] as const)("%s: a value that isn't one of the column's (%o) writes nothing", async (method, bad) => {
    await database.queries.delete(things);
    await database.transaction((writer) => writer.append(things, [full(1, "x")]));
    const rows = [{ ...empty(1, "x"), ...bad } as typeof things.$inferSelect];
    const failing = database.transaction((writer) => writer[method](things, rows, { columns: ["hex", "big"] }));
    await expect(failing).rejects.toEqual(coded("WRITE_FAILED"));
    expect(await all()).toEqual([full(1, "x")]);
  });

  test("a default nobody names is the database's", async () => {
    await database.transaction((writer) => writer.append(counted, [{ note: "a" }, { note: "b" }]));
    expect(await database.queries.select().from(counted).orderBy(asc(counted.id))).toEqual([
      { id: 1, note: "a" },
      { id: 2, note: "b" },
    ]);
  });

  test("more rows than one statement takes", async () => {
    await database.queries.delete(things);
    const rows = Array.from({ length: 12_001 }, (_, a) => empty(a, "x"));
    await database.transaction((writer) => writer.append(things, rows));
    await database.transaction((writer) =>
      writer.upsert(
        things,
        rows.map(({ a, b }) => full(a, b)),
      ),
    );
    expect(await database.queries.$count(things, eq(things.hex, "0x00ff5c"))).toBe(12_001);
  });

  test("append: values that repeat, over more rows than one piece of a COPY takes", async () => {
    await database.queries.delete(things);
    const hexOf = (a: number) => `0x${(a % 100 < 50 ? "ab" : "cd").repeat(32)}` as const;
    const rows = Array.from({ length: 12_000 }, (_, a) => ({ ...empty(a, "x"), hex: a % 7 === 0 ? "0x01" : hexOf(a) }));
    await database.transaction((writer) => writer.append(things, rows as (typeof things.$inferSelect)[]));
    expect((await all()).map(({ hex }) => hex)).toEqual(rows.map(({ hex }) => hex));
  });

  test("a key that exists already: nothing of the transaction stays, and the next one works", async () => {
    await database.queries.delete(things);
    await database.transaction((writer) => writer.append(things, [full(1, "x")]));
    const failing = database.transaction(async (writer) => {
      await writer.upsert(things, [full(2, "x")]);
      await writer.append(things, [full(3, "x"), full(1, "x")]);
    });
    await expect(failing).rejects.toEqual(coded("WRITE_FAILED", { sqlState: "23505", table: "things" }));
    expect(await all()).toEqual([full(1, "x")]);
    await database.transaction((writer) => writer.append(things, [full(3, "x")]));
    expect(await all()).toEqual([full(1, "x"), full(3, "x")]);
  });

  test("a value that the encoder refuses in the middle of a COPY", async () => {
    await database.queries.delete(things);
    const bad = { ...full(2, "x"), hex: "0x0" as const };
    await expect(database.transaction((writer) => writer.append(things, [full(1, "x"), bad]))).rejects.toEqual(
      coded("WRITE_FAILED"),
    );
    const thrown = Object.defineProperty(full(3, "x"), "json", {
      get: () => {
        throw new Error("from the row");
      },
    });
    await expect(database.transaction((writer) => writer.append(things, [full(1, "x"), thrown]))).rejects.toThrow(
      "from the row",
    );
    expect(await all()).toEqual([]);
    await database.transaction((writer) => writer.append(things, [full(1, "x")]));
    expect(await all()).toHaveLength(1);
  });

  test("what the work throws is passed on and rolls back", async () => {
    await database.queries.delete(things);
    const error = new Error("mine");
    const failing = database.transaction(async (writer) => {
      await writer.append(things, [full(1, "x")]);
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await all()).toEqual([]);
  });

  test("the database past the writer is refused inside a transaction instead of waiting for ever", async () => {
    await expect(database.transaction(async () => database.queries.select().from(things))).rejects.toEqual(
      coded("OUTSIDE_TRANSACTION"),
    );
    await expect(database.transaction(() => database.transaction(async () => 1))).rejects.toEqual(
      coded("OUTSIDE_TRANSACTION"),
    );
  });

  test("transactions and queries at once", async () => {
    await database.queries.delete(things);
    const writes = Array.from({ length: 10 }, (_, a) =>
      database.transaction((writer) => writer.append(things, [full(a, "x"), full(a, "y")])),
    );
    const counts = Array.from({ length: 10 }, () => database.queries.$count(things));
    await Promise.all(writes);
    // All or nothing: an odd count would be half a transaction.
    for (const count of await Promise.all(counts)) expect(count % 2).toBe(0);
    expect(await database.queries.$count(things)).toBe(20);
  });
});
