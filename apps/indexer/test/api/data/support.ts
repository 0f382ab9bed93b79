import { blst } from "@session/bls/blst";
import { createHttpApp, type TypedApp } from "@session/http";
import { genesisHash } from "@session/protocol";
import { testGenesis } from "@session/protocol/testing";
import { createIndexerClient, type IndexerClient, SdkError } from "@session/sdk";
import { sql } from "drizzle-orm";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createPublicClient, getAddress, type Hex, http } from "viem";
import { onTestFinished } from "vitest";
import { dataRoutes } from "../../../src/api/routes/data.ts";
import type { Database } from "../../../src/database/database.ts";
import type { IndexerModules, SourceStatus } from "../../../src/modules.ts";
import { Notices } from "../../../src/pipeline/notices.ts";

export const SESH = 10n ** 9n;
export const DEPOSIT = 25_000n * SESH;
/** Block time of the appchain's head in these tests; the clock stands there, too. */
export const NOW = 1_800_500_000;

/** The n-th address: lower case, as rows hold it. */
export function addressOf(n: number): Hex {
  return `0x${n.toString(16).padStart(40, "a0")}`;
}

export function checksummed(n: number): Hex {
  return getAddress(addressOf(n));
}

export function bytes32(n: number): Hex {
  return `0x${n.toString(16).padStart(64, "0")}`;
}

export type DataApi = {
  readonly app: TypedApp;
  readonly url: string;
  readonly client: IndexerClient;
  readonly modules: IndexerModules;
  /** Moves both heads on, as a pipeline does after a write. */
  advance(): void;
};

function sourceAt(head: { number: bigint; time: number }): SourceStatus {
  return {
    head: () => head,
    final: () => head.number - 5n,
    sourceHead: () => head.number,
    ageSec: () => 1,
    halted: () => undefined,
  };
}

/** The routes over a database; nothing answers at the L2 unless `changes` brings a client. */
export async function openDataApi(database: Database, changes: Partial<IndexerModules> = {}): Promise<DataApi> {
  const stop = new AbortController();
  const genesis = testGenesis(blst, { nodes: 1, rewardRate: 350n * SESH });
  const notices = new Notices((error) => {
    throw error;
  });
  const l2 = { number: 5_000n, time: NOW };
  const chain = { number: 900n, time: NOW };
  const modules: IndexerModules = {
    network: {
      ...{ name: "test", genesis, genesisHash: genesisHash(genesis) },
      ...{ bootstrap: [], nodeApis: ["http://127.0.0.1:4700"], l2Rpcs: [], indexers: [], portal: null },
      contracts: { serviceNodeContributionFactory: null, vestings: [] },
    },
    contracts: { factory: undefined, vestings: [] },
    ...{ database, l2: sourceAt(l2), chain: sourceAt(chain), notices, signal: stop.signal },
    l2Client: createPublicClient({ transport: http("http://127.0.0.1:1", { retryCount: 0, timeout: 2_000 }) }),
    ...{ registry: new Registry(), logger: pino({ level: "silent" }), version: "test", now: () => NOW * 1_000 },
    ...changes,
  };
  const app = await createHttpApp({ title: "t", version: "0", requestsPerMinute: 1_000_000, logger: modules.logger });
  dataRoutes(app, modules);
  onTestFinished(async () => {
    stop.abort();
    await app.close();
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const advance = () => {
    l2.number += 1n;
    notices.publish({ source: "l2", number: l2.number, topics: new Set(["network"]) });
  };
  return { app, url, client: createIndexerClient({ url }), modules, advance };
}

/** Empties the tables of a database that the tests of a file share. */
export async function emptyTables(database: Database): Promise<void> {
  await database.queries.execute(sql`do $$ declare one record; begin
    for one in select tablename from pg_tables where schemaname = 'public' loop
      execute 'truncate table ' || quote_ident(one.tablename) || ' restart identity cascade';
    end loop; end $$`);
}

/** Status and code of a request that must be refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ status: number; code: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof SdkError && error.detail.code === "API_PROBLEM")
      return { status: error.detail.status, code: error.detail.apiCode };
    throw error;
  }
  throw new Error("nothing was refused");
}

/** All items of a list, page by page. */
export async function allPages<Item>(
  read: (cursor: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page++) {
    const { items: some, next } = await read(cursor);
    items.push(...some);
    if (next === null) return items;
    cursor = next;
    await between(page);
  }
}
