import { blst } from "@session/bls/blst";
import { createHttpApp, type TypedApp } from "@session/http";
import { genesisHash } from "@session/protocol";
import { testGenesis } from "@session/protocol/testing";
import { type Anvil, startAnvil } from "@session/testing";
import { sql } from "drizzle-orm";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createPublicClient, http } from "viem";
import { afterAll, onTestFinished } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import type { IndexerModules, SourceStatus } from "../../../src/modules.ts";
import { Notices } from "../../../src/pipeline/notices.ts";
import { type DatabaseKind, openTestDatabase } from "../../support/openTestDatabase.ts";

/** Where a source stands, as a test says. */
export type TestSource = { -readonly [Key in "number" | "time" | "final"]: Key extends "time" ? number : bigint } & {
  /** Newest of the source itself; where the views stand without it. */
  sourceHead?: bigint;
};

export type TestServices = {
  readonly modules: IndexerModules;
  readonly stop: AbortController;
  readonly l2: TestSource;
  readonly chain: TestSource;
  /** Seconds the services' clock is ahead of the machine's. */
  pass(seconds: number): void;
  nowSec(): number;
  /** An API with the given routes, listening; its URL. */
  serve(add: (app: TypedApp) => void): Promise<string>;
};

function statusOf(source: TestSource): SourceStatus {
  return {
    head: () => (source.number === 0n ? undefined : { number: source.number, time: source.time }),
    final: () => source.final,
    sourceHead: () => source.sourceHead ?? source.number,
    ageSec: () => 0,
    halted: () => undefined,
  };
}

/** One of each kind for a file, as opening takes longer than most tests; each test gets it empty. */
const databases = new Map<DatabaseKind, Promise<Database>>();
afterAll(async () => {
  for (const database of databases.values()) await (await database).close();
});

async function emptyDatabase(kind: DatabaseKind): Promise<Database> {
  const opened = databases.get(kind) ?? openTestDatabase(kind);
  databases.set(kind, opened);
  const database = await opened;
  // Of some thirty tables a test fills a few, and a truncated one gets new files. A sequence goes on without rows.
  await database.queries.execute(sql`do $$ declare one record; has_rows boolean; begin
    for one in select oid::regclass::text as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind = 'r' loop
      execute 'select exists (select from ' || one.name || ')' into has_rows;
      if has_rows then execute 'truncate table ' || one.name || ' restart identity cascade'; end if;
    end loop;
    for one in select oid::regclass::text as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind = 'S' loop
      execute 'alter sequence ' || one.name || ' restart';
    end loop; end $$`);
  return database;
}

/** What the services are built from: an empty database, the test genesis, and an L2 at `l2Url`. */
export async function openServices(
  kind: DatabaseKind,
  l2Url = "http://127.0.0.1:1",
  changes: Partial<IndexerModules> = {},
): Promise<TestServices> {
  const database = await emptyDatabase(kind);
  const stop = new AbortController();
  const genesis = testGenesis(blst, { nodes: 1, l2: { number: 0, hash: new Uint8Array(32) } });
  const l2: TestSource = { number: 0n, time: 0, final: 0n };
  const chain: TestSource = { number: 0n, time: 0, final: 0n };
  let aheadMs = 0;
  const apps: TypedApp[] = [];
  onTestFinished(async () => {
    stop.abort();
    for (const app of apps) await app.close();
  });
  const now = () => Date.now() + aheadMs;
  const modules: IndexerModules = {
    network: {
      ...{ name: "test", genesis, genesisHash: genesisHash(genesis) },
      ...{ bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: "https://portal.example" },
      contracts: { serviceNodeContributionFactory: null, vestings: [] },
    },
    contracts: { factory: undefined, vestings: [] },
    ...{ database, l2: statusOf(l2), chain: statusOf(chain), now, signal: stop.signal },
    notices: new Notices((error) => {
      throw error;
    }),
    l2Client: createPublicClient({ transport: http(l2Url, { retryCount: 0, timeout: 30_000 }), cacheTime: 0 }),
    ...{ registry: new Registry(), logger: pino({ level: "silent" }), version: "test" },
    ...changes,
  };
  const serve = async (add: (app: TypedApp) => void) => {
    const logger = { error: () => undefined };
    const app = await createHttpApp({ title: "test", version: "0", requestsPerMinute: 1_000_000, logger });
    apps.push(app);
    add(app);
    return app.listen({ host: "127.0.0.1", port: 0 });
  };
  return {
    ...{ modules, stop, l2, chain, serve },
    pass: (seconds) => {
      aheadMs += seconds * 1000;
    },
    nowSec: () => Math.floor(now() / 1000),
  };
}

/** An L2 of the test genesis' chain. */
export async function startTestL2(options: Parameters<typeof startAnvil>[0] = {}): Promise<Anvil> {
  const anvil = await startAnvil(options);
  onTestFinished(() => anvil.stop());
  return anvil;
}
