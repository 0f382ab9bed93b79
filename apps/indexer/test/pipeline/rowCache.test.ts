import { expect, test } from "vitest";
import type { Database, Queries } from "../../src/database/database.ts";
import { RowCache, RowSet } from "../../src/pipeline/rowSet.ts";
import { keyedTables, type L2Hour } from "../../src/pipeline/tables.ts";

const row = (hour: number): L2Hour => ({
  hour: BigInt(hour),
  step: 0n,
  poolBalance: null,
  poolReleased: null,
  rewardRate: null,
  rewardsBalance: null,
});
const journal = { step: undefined, note: () => undefined };

/** Queries that fail the test: nothing is to be asked. */
const unasked = new Proxy({}, { get: () => expect.unreachable("the database was asked") }) as Queries;
/** Queries that find nothing, and count. */
function countingQueries(): { queries: Queries; asked: () => number } {
  let asked = 0;
  const where = async () => {
    asked++;
    return [];
  };
  const select = () => ({ from: () => ({ where }) });
  return { queries: { select } as unknown as Queries, asked: () => asked };
}

function setOf(cache: RowCache<L2Hour, number>): RowSet<L2Hour, number> {
  return new RowSet(keyedTables.l2Hours, { journal, cache, before: undefined });
}

test("while the cache holds all rows there are, a row it doesn't hold isn't looked for", async () => {
  const cache = new RowCache<L2Hour, number>(2);
  cache.begin();
  const first = setOf(cache);
  first.need(1);
  await first.load(unasked);
  expect(first.get(1)).toBeUndefined();
  first.put(row(1));
  first.settle();
  const second = setOf(cache);
  for (const key of [1, 2]) second.need(key);
  await second.load(unasked);
  expect([second.get(1), second.get(2)]).toEqual([row(1), undefined]);
});

test("once a row was dropped, or the cache emptied, the database is asked", async () => {
  const full = new RowCache<L2Hour, number>(2);
  full.begin();
  for (const hour of [1, 2, 3]) full.set(hour, row(hour));
  const emptied = new RowCache<L2Hour, number>(2);
  emptied.begin();
  emptied.clear();
  for (const cache of [full, emptied, new RowCache<L2Hour, number>(2), emptyWithoutRoom()]) {
    const { queries, asked } = countingQueries();
    const set = setOf(cache);
    set.need(9);
    await set.load(queries);
    expect(asked()).toBe(1);
  }
});

function emptyWithoutRoom(): RowCache<L2Hour, number> {
  const cache = new RowCache<L2Hour, number>(0);
  cache.begin();
  return cache;
}

test("what was prepared is what is written", async () => {
  const set = setOf(new RowCache<L2Hour, number>(2));
  set.need(1);
  await set.load(countingQueries().queries);
  set.put(row(1));
  const prepared: unknown[] = [];
  set.prepare({ prepare: (_, __, rows) => void prepared.push(rows) } as Pick<Database, "prepare">);
  const written: unknown[] = [];
  await set.write({
    queries: unasked,
    append: async (_, rows) => void written.push(rows),
    upsert: async (_, rows) => void written.push(rows),
    update: async (_, rows) => void written.push(rows),
    delete: async (_, fitting) => void written.push(fitting),
  });
  // By identity: the writer knows prepared rows by their array.
  expect(prepared[0]).toBe(written[0]);
  expect(written[0]).toEqual([row(1)]);
});

test("a change writes the columns it changes and no others", async () => {
  const cache = new RowCache<L2Hour, number>(2);
  cache.begin();
  for (const hour of [1, 2]) cache.set(hour, row(hour));
  const set = setOf(cache);
  for (const hour of [1, 2]) set.need(hour);
  await set.load(unasked);
  set.put({ ...row(1), step: 7n });
  set.put({ ...row(2), rewardRate: 9n });
  const updated: unknown[] = [];
  const refuse = () => Promise.reject(new Error("the rows are there"));
  await set.write({
    ...{ queries: unasked, append: refuse, upsert: refuse, delete: refuse },
    update: async (_, rows, changed) => void updated.push({ rows, changed }),
  });
  const rows = [
    { ...row(1), step: 7n },
    { ...row(2), rewardRate: 9n },
  ];
  expect(updated).toEqual([{ rows, changed: { columns: ["step", "rewardRate"] } }]);
});
