import { type Random, seededRandom } from "@session/testing";
import { eq, type sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database, Queries, Writer } from "../../src/database/database.ts";
import { ViewCache } from "../../src/pipeline/unitOfWork.ts";
import { clearViews } from "../../src/pipeline/viewStore.ts";
import { cursors, undo } from "../../src/raw/schema.ts";
import { eventSubjects } from "../../src/views/subjects/schema.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { counted, dumpViews, followAll, testModules } from "./support/harness.ts";
import { RandomLife, type Segment } from "./support/randomLife.ts";

const HAPPENINGS = 40;

/** Lives at random, then compares with a straight run on the chain that survived. Counts what has happened. */
async function liveAndCompare(database: Database, plain: Database, random: Random) {
  const { segments, surviving } = new RandomLife(random).live(HAPPENINGS);
  await plain.transaction(clearViews);
  const lived = testModules(database);
  await followAll(lived, segments);
  const final = segments.flatMap(({ batches }) => batches).at(-1)?.final ?? 0n;
  const journalled = await database.queries.select({ step: undo.step }).from(undo);
  expect(journalled.filter(({ step }) => step <= toldFinal(segments, final))).toEqual([]);
  const [found, cursor] = [await dumpViews(database), await readCursor(database)];
  expect(cursor[0]?.number).toBe(surviving.at(-1)?.block.number);
  expect(await counted(lived.registry, "session_indexer_l2_rebuilds_total")).toBe(0);

  await plain.transaction(clearViews);
  const steps = { type: "steps", steps: surviving } as const;
  await followAll(
    testModules(plain),
    surviving.length === 0 ? [] : [{ batches: [{ batch: steps, final: 2n ** 60n }] }],
  );
  expect(found).toEqual(await dumpViews(plain));
  expect(cursor).toEqual(await readCursor(plain));
  return {
    rows: Object.values(found).flat().length,
    reorgs: await counted(lived.registry, "session_indexer_l2_reorgs_total"),
  };
}

/** The newest number that was told to be final: only then undo rows go. */
function toldFinal(segments: readonly Segment[], final: bigint): bigint {
  const told = segments.flatMap(({ batches }) =>
    batches.flatMap(({ batch }) => (batch.type === "finalize" ? [batch.block.number] : [])),
  );
  return told.reduce((most, number) => (number > most && number <= final ? number : most), 0n);
}

async function readCursor({ queries }: Database) {
  return queries.select({ number: cursors.number, hash: cursors.hash }).from(cursors).where(eq(cursors.source, "l2"));
}

describe.each([
  ["pglite", 60],
  ["postgres", 12],
] as const)("views over %s", (kind, runs) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  it("equal a straight run on the surviving chain, however it was cut, reorganised and restarted", async () => {
    const random = seededRandom();
    const seen = { rows: 0, reorgs: 0 };
    for (let run = 0; run < runs; run++) {
      const { rows, reorgs } = await liveAndCompare(database, database, random.fork(`${run}`));
      seen.rows += rows;
      seen.reorgs += reorgs;
    }
    // The lives must have had something to go wrong.
    expect(seen.rows).toBeGreaterThan(50 * runs);
    expect(seen.reorgs).toBeGreaterThan(runs);
  }, 300_000);
});

/** A database whose transactions are tampered with. */
function tampered(database: Database, tamper: (writer: Writer) => Writer): Database {
  return { ...pick(database), transaction: (work) => database.transaction((writer) => work(tamper(writer))) };
}
const pick = (database: Database): Database => ({
  kind: database.kind,
  queries: database.queries,
  transaction: (work) => database.transaction(work),
  prepare: (...write) => database.prepare(...write),
  close: () => database.close(),
});

/** Replaces methods of an object whose own methods need their `this`. */
function overriding<T extends object>(target: T, overrides: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(target, {
    get: (object, name) => {
      if (name in overrides) return overrides[name as keyof T];
      const value = Reflect.get(object, name, object) as unknown;
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}

const nothing = { where: () => Object.assign(Promise.resolve([]), { returning: async () => [] }) };

const faults: Readonly<Record<string, (writer: Writer) => Writer>> = {
  "an undo row is lost": (writer) =>
    overriding(writer, {
      append: (table: typeof undo, rows: (typeof undo.$inferInsert)[]) =>
        writer.append(table, table === undo ? rows.filter(({ seq }) => seq !== 2) : rows),
    }),
  "appended rows stay": (writer) => {
    const remove = (table: typeof eventSubjects) => (table === eventSubjects ? nothing : writer.queries.delete(table));
    return overriding(writer, { queries: overriding(writer.queries, { delete: remove }) });
  },
  "undo rows are applied oldest first": (writer) => {
    const select = () => ({
      from: (table: typeof undo) => ({
        where: (condition: ReturnType<typeof sql>) => ({
          orderBy: async (...order: ReturnType<typeof sql>[]) => {
            const rows = await writer.queries
              .select()
              .from(table)
              .where(condition)
              .orderBy(...order);
            const cursorsLast = (row: { tableName: string }) => (row.tableName === "cursors" ? 1 : 0);
            const changed = rows.filter((row) => cursorsLast(row) === 0).reverse();
            return [...changed, ...rows.filter((row) => cursorsLast(row) === 1)];
          },
        }),
      }),
    });
    return overriding(writer, { queries: overriding<Queries>(writer.queries, { select }) });
  },
};

describe("a fault is found", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase("pglite");
  });
  afterAll(() => database.close());

  /** Whether one of so many lives shows a difference. */
  async function isFound(faulty: Database): Promise<boolean> {
    const random = seededRandom();
    for (let run = 0; run < 30; run++) {
      const outcome = await liveAndCompare(faulty, database, random.fork(`fault ${run}`)).catch(
        (error: unknown) => error,
      );
      if (outcome instanceof Error) return true;
    }
    return false;
  }

  it.each(Object.entries(faults))(
    "%s",
    async (_, tamper) => {
      expect(await isFound(tampered(database, tamper))).toBe(true);
    },
    300_000,
  );

  it("the cache outlives a reorganisation", async () => {
    const clear = vi.spyOn(ViewCache.prototype, "clear").mockImplementation(() => undefined);
    try {
      expect(await isFound(database)).toBe(true);
    } finally {
      clear.mockRestore();
    }
  }, 300_000);
});
