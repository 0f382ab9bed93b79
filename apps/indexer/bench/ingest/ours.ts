import {
  createFollowerMetrics,
  createProvider,
  Follower,
  type FollowerStore,
  MemoryStore,
  silentLogger,
  systemClock,
} from "@session/l2";
import { Registry } from "prom-client";
import { type DatabaseOptions, openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { ContractBook } from "../../src/pipeline/contractBook.ts";
import { beginFirstLoad } from "../../src/pipeline/firstLoad.ts";
import { L2Views } from "../../src/pipeline/l2Views.ts";
import { createViewMetrics } from "../../src/pipeline/metrics.ts";
import { Notices } from "../../src/pipeline/notices.ts";
import { L2Store } from "../../src/raw/l2Store.ts";
import { toFollowedContracts, toFollowerOptions, toStepSource } from "../../src/sources/l2.ts";
import { benchNetwork } from "../network.ts";
import { peakRssMb } from "../processUse.ts";

// A process that indexes the benchmark's chain and tells its parent when it is done. Put together as app.ts does.

export type OursOptions = { readonly rpcUrl: string; readonly head: number; readonly database: DatabaseOptions | null };

/** Sent when the views stand at the chain's head. `events` as applied to the views. */
export type OursDone = {
  readonly events: number;
  readonly undecodable: number;
  readonly undoRows: number;
  readonly rssMb: number /** Of the process, all threads. */;
  readonly cpuSeconds: number;
};

const options = JSON.parse(process.argv[2] ?? "") as OursOptions;

async function open(): Promise<{ database: Database; store: FollowerStore }> {
  if (options.database !== null) {
    const database = await openDatabase(options.database);
    return { database, store: new L2Store(database) };
  }
  const { noDatabase } = await import("./noDatabase.ts");
  return { database: noDatabase(), store: new MemoryStore() };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function counted(registry: Registry, name: string): Promise<number> {
  const { values = [] } = (await registry.getSingleMetric(`session_indexer_l2_${name}`)?.get()) ?? {};
  return values.reduce((sum, { value }) => sum + value, 0);
}

const source = { network: benchNetwork(), startBlock: 0n, step: 1n, maxCallsPerMinute: 1_000_000 };
const { database, store } = await open();
const registry = new Registry();
const abort = new AbortController();
const shared = { store, logger: silentLogger, clock: systemClock, signal: abort.signal };
const follower = new Follower(
  { ...toFollowerOptions(source), reads: [] },
  {
    ...shared,
    metrics: createFollowerMetrics(registry),
    providers: [createProvider({ url: options.rpcUrl, timeoutMs: 10_000 })],
  },
);
await follower.open();
const notices = new Notices((error) => {
  throw error;
});
const head = async () => BigInt(options.head);
const load = { stored: follower.head()?.number, startBlock: 0n, step: 1n, head };
const firstLoad =
  options.database === null ? undefined : await beginFirstLoad(load, { database, logger: silentLogger });
const views = new L2Views(
  { firstLoad },
  {
    database,
    notices,
    logger: silentLogger,
    book: new ContractBook(toFollowedContracts(source)),
    metrics: createViewMetrics(registry),
  },
);
await views.open();
const isDone = new Promise<void>((resolve) => {
  notices.subscribe(({ number }) => {
    if (number >= BigInt(options.head)) resolve();
  });
});
const running = views.follow(toStepSource(follower));
await Promise.race([isDone, running]);
process.send?.({
  events: await counted(registry, "events_total"),
  undecodable: await counted(registry, "undecodable_total"),
  undoRows: await counted(registry, "undo_rows_total"),
  rssMb: peakRssMb("self"),
  cpuSeconds: cpuSeconds(),
} satisfies OursDone);
abort.abort();
await follower.close();
await running;
await database.close();
