import { and, asc, eq, gte, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { DATABASE_KINDS } from "../support/openTestDatabase.ts";
import { allOf, coded, counted, empty, full, openThings, things } from "./things.ts";

describe.each(DATABASE_KINDS)("%s", (kind) => {
  let database: Database;
  const all = () => allOf(database);
  beforeAll(async () => {
    database = await openThings(kind);
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

  test("delete takes the rows that fit, those the transaction has written, too", async () => {
    await database.queries.delete(things);
    await database.transaction((writer) => writer.append(things, [full(1, "x"), full(2, "x"), full(3, "y")]));
    await database.transaction(async (writer) => {
      await writer.append(things, [full(4, "x")]);
      await writer.delete(things, and(eq(things.b, "x"), eq(things.big, -(2n ** 63n)), gte(things.a, 2)) ?? sql`false`);
    });
    expect((await all()).map(({ a }) => a)).toEqual([1, 3]);
    // Bytes go as bytes, not as their text.
    await database.transaction((writer) => writer.delete(things, eq(things.hex, "0x00ff5c")));
    expect(await all()).toEqual([]);
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
});
