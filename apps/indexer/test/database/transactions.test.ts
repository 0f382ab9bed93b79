import { Worker } from "node:worker_threads";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { l2Dropped, l2Steps } from "../../src/raw/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../support/openTestDatabase.ts";
import { allOf, coded, full, openThings, things } from "./things.ts";

describe.each(DATABASE_KINDS)("transactions on %s", (kind) => {
  let database: Database;
  const all = () => allOf(database);
  beforeAll(async () => {
    database = await openThings(kind);
  });
  afterAll(() => database.close());

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

  test("what stands behind a write that fails is passed over, a COPY's data too, and the next transaction works", async () => {
    await database.queries.delete(things);
    const many = Array.from({ length: 3_000 }, (_, a) => full(a, "y"));
    const failing = database.transaction(async (writer) => {
      await writer.append(things, [full(1, "x"), full(1, "x"), ...many]);
      await writer.append(things, many);
      await writer.upsert(things, [full(2, "x")]);
      await writer.update(things, [full(1, "x")], { columns: ["hex"] });
    });
    await expect(failing).rejects.toEqual(coded("WRITE_FAILED", { sqlState: "23505", table: "things" }));
    expect(await all()).toEqual([]);
    await database.transaction((writer) => writer.append(things, [full(3, "x")]));
    expect(await all()).toEqual([full(3, "x")]);
  });

  test("a query finds what was written before it, and one after a write that failed tells of that", async () => {
    await database.queries.delete(things);
    const counts = await database.transaction(async (writer) => {
      const { queries } = writer;
      const before = await queries.$count(things);
      await writer.append(things, [full(1, "x"), full(2, "x")]);
      const between = await queries.$count(things);
      await writer.upsert(things, [full(3, "x")]);
      return [before, between, await queries.$count(things)];
    });
    expect(counts).toEqual([0, 2, 3]);
    const failing = database.transaction(async (writer) => {
      await writer.append(things, [full(4, "x"), full(1, "x")]);
      await writer.queries.$count(things);
    });
    await expect(failing).rejects.toEqual(coded("WRITE_FAILED", { sqlState: "23505", table: "things" }));
    expect(await database.queries.$count(things)).toBe(3);
  });

  test("more than is sent without waiting", async () => {
    await database.queries.delete(things);
    const hex = `0x${"5c".repeat(2 ** 20)}` as const;
    const rows = Array.from({ length: 20 }, (_, a) => ({ ...full(a, "x"), hex }));
    await database.transaction(async (writer) => {
      for (const row of rows) await writer.append(things, [row]);
    });
    expect(await database.queries.$count(things, eq(things.hex, hex))).toBe(20);
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

test("PGlite is given all that a transaction writes in one message, and waits for nothing in between", async () => {
  const database = await openTestDatabase("pglite");
  onTestFinished(() => database.close());
  const sent = vi.spyOn(Worker.prototype, "postMessage");
  onTestFinished(() => sent.mockRestore());
  const block = { parentHash: "0x01", timestamp: 1n, reads: [] } as const;
  await database.transaction(async (writer) => {
    await writer.append(l2Steps, [{ number: 1n, hash: "0x02", ...block }]);
    await writer.upsert(l2Steps, [{ number: 2n, hash: "0x03", ...block }]);
    await writer.append(l2Dropped, [{ number: 1n, hash: "0x04", ancestorNumber: 0n, ancestorHash: "0x05" }]);
    await writer.delete(l2Steps, eq(l2Steps.number, 2n));
  });
  expect(sent).toHaveBeenCalledTimes(1);
  expect(await database.queries.$count(l2Steps)).toBe(1);
});
