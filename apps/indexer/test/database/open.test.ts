import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort, seededRandom, spawnChild } from "@session/testing";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { type DatabaseOptions, openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { DatabaseError, toDatabaseError } from "../../src/database/errors.ts";
import { l2Logs, l2Position } from "../../src/raw/schema.ts";
import { DATABASE_KINDS } from "../support/openTestDatabase.ts";
import { makeTestPlace, type TestPlace } from "../support/testPlaces.ts";

const CHILD = join(inject("programs"), "writingChild.mjs");
const LOGS_A_BLOCK = 40;

// A limit for hangs: PGlite is started several times by a test, and on a busy machine each start takes seconds.
vi.setConfig({ testTimeout: 240_000 });

const coded = (code: string, more: object = {}) =>
  expect.objectContaining({ detail: expect.objectContaining({ code, ...more }) });

async function open(options: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(options);
  onTestFinished(() => database.close());
  return database;
}

const startChild = (options: DatabaseOptions) =>
  spawnChild(process.execPath, [CHILD, JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });

async function* linesOf(child: Awaited<ReturnType<typeof startChild>>): AsyncGenerator<string> {
  const { stdout } = child.process;
  if (stdout === null) throw new Error("no output");
  yield* createInterface({ input: stdout });
}

describe.each(DATABASE_KINDS)("%s", (kind) => {
  let place: TestPlace;
  let options: DatabaseOptions;

  beforeEach(async () => {
    place = await makeTestPlace(kind);
    options = place.options;
    return () => place.remove();
  });

  test("kill -9 in the middle of many transactions, again and again: all or nothing, and nothing durable is lost", async () => {
    const random = seededRandom();
    let told = 0;
    for (let round = 0; round < 3; round++) {
      const child = await startChild(options);
      const enough = told + random.int(1, 30);
      for await (const line of linesOf(child)) {
        expect(line).toMatch(/^\d+$/);
        told = Number(line);
        if (told >= enough) await child.kill();
      }
      await child.exited;
      await place.untilUnused();
    }
    const database = await open(options);
    const [position] = await database.queries.select().from(l2Position);
    expect(Number(position?.state)).toBeGreaterThanOrEqual(told);
    const blocks = await database.queries
      .select({ number: l2Logs.blockNumber, count: sql<string>`count(*)` })
      .from(l2Logs)
      .groupBy(l2Logs.blockNumber)
      .orderBy(l2Logs.blockNumber);
    expect(blocks.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: Number(position?.state) }, (_, index) => index + 1),
    );
    expect(new Set(blocks.map(({ count }) => Number(count)))).toEqual(new Set([LOGS_A_BLOCK]));
  });

  test("tables made by a newer program are refused, and left as they are", async () => {
    const database = await openDatabase(options);
    const future = Date.UTC(2100, 0, 1);
    await database.queries.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${future})`,
    );
    await database.close();
    await expect(openDatabase(options)).rejects.toEqual(coded("DATABASE_NEWER", { database: future }));
    await expect(openDatabase(options)).rejects.toThrow(/2100-01-01.*Run the newer program/);
  });

  test("after closing, a transaction says that the database is gone", async () => {
    const database = await openDatabase(options);
    await database.close();
    await database.close();
    await expect(database.transaction(async () => 1)).rejects.toEqual(coded("DATABASE_DOWN"));
  });

  test("an empty place gets all tables; opened twice it keeps what is there", async () => {
    const empty = await makeTestPlace(kind, "nothing");
    onTestFinished(() => empty.remove());
    const first = await openDatabase(empty.options);
    await first.transaction((writer) => writer.upsert(l2Position, [{ id: 1, state: { a: 1 } }]));
    await first.close();
    const second = await open(empty.options);
    expect(await second.queries.select().from(l2Position)).toEqual([{ id: 1, state: { a: 1 } }]);
  });
});

describe("pglite", () => {
  test("a folder is one process's, and free again once that is killed", async () => {
    const { options, remove } = await makeTestPlace("pglite");
    onTestFinished(remove);
    const child = await startChild(options);
    const lines = linesOf(child);
    expect((await lines.next()).value).toBe("1");
    await expect(openDatabase(options)).rejects.toEqual(coded("DATABASE_IN_USE"));
    await child.kill();
    const database = await openDatabase(options);
    // Within one process too, and for another while this one has it.
    await expect(openDatabase(options)).rejects.toEqual(coded("DATABASE_IN_USE"));
    const other = await startChild(options);
    expect((await linesOf(other).next()).value).toBe("DATABASE_IN_USE");
    await other.exited;
    await database.close();
    await (await openDatabase(options)).close();
  });

  test("killed while its files were first made, it begins again; damaged files are an error that says what to do", async () => {
    const folder = mkdtempSync(join(tmpdir(), "session-pglite-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const child = await startChild({ kind: "pglite", folder });
    // The lock is taken before the files are begun.
    await expect.poll(() => existsSync(join(folder, "beginning"))).toBe(true);
    await child.kill();
    const database = await openDatabase({ kind: "pglite", folder });
    await database.transaction((writer) => writer.upsert(l2Position, [{ id: 1, state: 1 }]));
    await database.close();
    writeFileSync(join(folder, "pg", "PG_VERSION"), "12\n");
    await expect(openDatabase({ kind: "pglite", folder })).rejects.toEqual(coded("DATABASE_UNREADABLE"));
  });
});

/** The file of a table in the folder of a PGlite, with a row in `l2_position`. */
async function fileOf(options: DatabaseOptions, table: string): Promise<string> {
  const database = await openDatabase(options);
  const found = await database.queries.execute(sql`select pg_relation_filepath(${table}::regclass) as path`);
  await database.transaction((writer) => writer.upsert(l2Position, [{ id: 1, state: "kept" }]));
  await database.close();
  const [row] = (found as unknown as { readonly rows: readonly { path: string }[] }).rows;
  return row?.path ?? "";
}

describe("pglite after a power cut", () => {
  const open = async (folder: string) => {
    const database = await openDatabase({ kind: "pglite", folder });
    try {
      return await database.queries.select().from(l2Position);
    } catch (error) {
      throw toDatabaseError(error, folder);
    } finally {
      await database.close();
    }
  };

  test.each([
    ["the table of migrations", "drizzle.__drizzle_migrations", 0],
    ["a table", "l2_position", 0],
    ["a table, in the middle of a page", "l2_position", 100],
  ])("%s is torn: an error that says what to do", async (_what, table, size) => {
    const { options, remove } = await makeTestPlace("pglite");
    onTestFinished(remove);
    if (options.kind !== "pglite") throw new Error("not PGlite");
    truncateSync(join(options.folder, "pg", await fileOf(options, table)), size);
    const rows = await open(options.folder).catch((error: unknown) => error);
    // An empty table is one from before its first row: the chains are read again from there.
    if (Array.isArray(rows)) expect([table, rows]).toEqual(["l2_position", []]);
    else expect(rows).toEqual(coded("DATABASE_UNREADABLE", { folder: options.folder }));
    if (table !== "l2_position") expect(rows).toBeInstanceOf(DatabaseError);
  });

  test.each(["global/pg_control", "pg_wal/000000010000000000000001"])("%s is torn", async (file) => {
    const { options, remove } = await makeTestPlace("pglite");
    onTestFinished(remove);
    if (options.kind !== "pglite") throw new Error("not PGlite");
    const path = join(options.folder, "pg", file);
    expect(existsSync(path)).toBe(true);
    truncateSync(path, 100);
    await expect(open(options.folder)).rejects.toEqual(coded("DATABASE_UNREADABLE", { folder: options.folder }));
  });
});

describe("postgres", () => {
  test("two processes that start at once on an empty database both find all tables", async () => {
    const { options, remove } = await makeTestPlace("postgres", "nothing");
    onTestFinished(remove);
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(options)));
    for (const database of databases) {
      expect(await database.queries.select().from(l2Position)).toEqual([]);
      await database.close();
    }
  });

  test("a server that is not there: host and way out, never the password", async () => {
    const port = await freePort();
    const opening = openDatabase({ kind: "postgres", url: `postgresql://me:s3cret@127.0.0.1:${port}/db` });
    const error = await opening.catch((reason: unknown) => reason);
    expect(error).toEqual(coded("DATABASE_DOWN", { host: `127.0.0.1:${port}` }));
    expect(error).toBeInstanceOf(DatabaseError);
    const { message, detail } = error as DatabaseError;
    expect(message).toMatch(/DATABASE_URL/);
    expect(message + JSON.stringify(detail)).not.toMatch(/s3cret/);
    await expect(openDatabase({ kind: "postgres", url: "nonsense s3cret" })).rejects.toEqual(coded("DATABASE_DOWN"));
  });

  test("a database that does not exist, and a connection cut in the middle of a transaction", async () => {
    const { options, remove } = await makeTestPlace("postgres");
    onTestFinished(remove);
    if (options.kind !== "postgres") throw new Error("not PostgreSQL");
    const url = options.url.replace(/test_\w+/, "nowhere");
    await expect(openDatabase({ kind: "postgres", url })).rejects.toEqual(coded("DATABASE_DOWN"));
    const database = await open(options);
    const cut = database.transaction(async (writer) => {
      await writer.upsert(l2Position, [{ id: 1, state: 1 }]);
      await writer.queries.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
    });
    await expect(cut).rejects.toEqual(coded("DATABASE_DOWN"));
    // The next one gets a new connection.
    await database.transaction((writer) => writer.upsert(l2Position, [{ id: 1, state: 2 }]));
    expect(await database.queries.select().from(l2Position)).toEqual([{ id: 1, state: 2 }]);
  });
});

test("a full disk is told from other refusals", () => {
  const full = Object.assign(new Error("could not extend file"), { code: "53100" });
  expect(toDatabaseError(new Error("Failed query", { cause: full }), "host")).toEqual(coded("DATABASE_FULL"));
  const wasm = new Error("could not write to file: No space left on device");
  expect(toDatabaseError(wasm, "host")).toEqual(coded("DATABASE_FULL"));
  const other = new Error("mine");
  expect(toDatabaseError(other, "host")).toBe(other);
});
