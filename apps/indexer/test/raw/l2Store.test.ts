import {
  describeChildren,
  describeFollower,
  describeStore,
  emittersInProcess,
  inProcess,
  type StoreBackend,
} from "@session/l2/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { L2Store } from "../../src/raw/l2Store.ts";
import { l2Dropped, l2Logs, l2Position, l2Steps } from "../../src/raw/schema.ts";
import { DATABASE_KINDS, type DatabaseKind, openTestDatabase } from "../support/openTestDatabase.ts";

const databases = new Map<DatabaseKind, Database>();

beforeAll(async () => {
  for (const kind of DATABASE_KINDS) databases.set(kind, await openTestDatabase(kind));
});

afterAll(async () => {
  for (const database of databases.values()) await database.close();
});

/** The database of the kind, with empty tables. Opening one takes seconds; that it keeps what it has is tested apart. */
async function emptied(kind: DatabaseKind): Promise<Database> {
  const database = databases.get(kind);
  if (database === undefined) throw new Error(`no ${kind}`);
  await database.queries.execute(sql`truncate ${l2Steps}, ${l2Logs}, ${l2Position}, ${l2Dropped}`);
  return database;
}

for (const kind of DATABASE_KINDS) {
  const backend: StoreBackend = {
    name: kind,
    create: async () => {
      const database = await emptied(kind);
      // It has no memory of its own.
      return { store: new L2Store(database), reopen: async () => new L2Store(database) };
    },
  };
  describeStore(backend);
  describeFollower(inProcess, backend);
  describeChildren(emittersInProcess, backend);
}

test.each(DATABASE_KINDS)("%s: without a time of its own a log has that of the next block known", async (kind) => {
  const store = new L2Store(await emptied(kind));
  const hash = `0x${"11".repeat(32)}` as const;
  const block = (number: bigint) => ({ number, hash, parentHash: hash, timestamp: 1_000n + number });
  const log = (blockNumber: bigint) => ({
    address: `0x${"aa".repeat(20)}` as const,
    topics: [hash],
    data: "0x" as const,
    blockNumber,
    blockHash: hash,
    logIndex: 0,
    transactionHash: hash,
  });
  await store.write({
    state: {
      config: { chainId: 1n, startBlock: 0n, step: 5n, addresses: [], reads: [] },
      anchor: block(0n),
      cursor: block(13n),
      safe: null,
      alarm: null,
    },
    steps: [
      { block: block(5n), reads: [] },
      { block: block(10n), reads: [] },
    ],
    logs: [log(1n), log(5n), log(6n), { ...log(7n), time: 1_007n }, log(12n)],
  });
  expect((await store.logs(0n, 99n)).map(({ time }) => time)).toEqual([1_005n, 1_005n, 1_010n, 1_007n, 1_013n]);
});
