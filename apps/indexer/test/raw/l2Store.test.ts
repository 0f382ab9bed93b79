import { describeFollower, describeStore, inProcess, type StoreBackend } from "@session/l2/testing";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import { L2Store } from "../../src/raw/l2Store.ts";
import { DATABASE_KINDS, makeTestPlace, openTestDatabase } from "../support/openTestDatabase.ts";

const backends: readonly StoreBackend[] = DATABASE_KINDS.map((kind) => ({
  name: kind,
  create: async () => {
    const place = await makeTestPlace(kind);
    let database = await openDatabase(place.options);
    onTestFinished(async () => {
      await database.close();
      await place.remove();
    });
    return {
      store: new L2Store(database),
      reopen: async () => {
        await database.close();
        database = await openDatabase(place.options);
        return new L2Store(database);
      },
    };
  },
}));

for (const backend of backends) {
  describeStore(backend);
  describeFollower(inProcess, backend);
}

test.each(DATABASE_KINDS)("%s: without a time of its own a log has that of the next block known", async (kind) => {
  const database = await openTestDatabase(kind);
  onTestFinished(() => database.close());
  const store = new L2Store(database);
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
