import type { Network } from "@session/config";
import type { TypedApp } from "@session/http";
import { createIndexerClient, type IndexerClient } from "@session/sdk";
import { type Anvil, startAnvil } from "@session/testing";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createPublicClient, http } from "viem";
import { onTestFinished } from "vitest";
import { type ApiOptions, createApi } from "../../../src/api/server.ts";
import type { Database } from "../../../src/database/database.ts";
import type { IndexerModules, SourceStatus } from "../../../src/modules.ts";
import { Notices } from "../../../src/pipeline/notices.ts";
import { openTestDatabase } from "../../support/openTestDatabase.ts";
import { type History, newBuilder } from "./history.ts";
import { FACTORY, VESTING } from "./logs.ts";

/** How a source stands, for a test to change. */
export type TestSource = {
  head: { number: bigint; time: number } | undefined;
  final: bigint;
  sourceHead: bigint | undefined;
  ageSec: number;
  halted: { code: string; message: string } | undefined;
};

export type TestApi = {
  readonly app: TypedApp;
  readonly modules: IndexerModules;
  readonly l2: TestSource;
  readonly chain: TestSource;
  /** Aborted at shutdown. */
  readonly stop: AbortController;
  /** Listens on a free port. */
  listen(): Promise<{ readonly url: string; readonly client: IndexerClient }>;
};

const toStatus = (source: TestSource): SourceStatus => ({
  head: () => source.head,
  final: () => source.final,
  sourceHead: () => source.sourceHead,
  ageSec: () => source.ageSec,
  halted: () => source.halted,
});

/** The network of the test's blocks. */
export function testNetwork(): Network {
  const { genesis, context } = newBuilder();
  return {
    ...{ name: "test", genesis, genesisHash: context.genesisHash },
    ...{ bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: null },
    contracts: { serviceNodeContributionFactory: null, vestings: [] },
  };
}

/** Nobody listens there: most answers don't depend on it. */
const NOBODY_URL = "http://127.0.0.1:1";

/** An L2 of the test's chain, for what no event tells. */
export function startTestL2(): Promise<Anvil> {
  return startAnvil({ chainId: Number(newBuilder().genesis.chainId) });
}

/** A database the tests of a file share: they only read what `fill` has put there. */
export async function openFilled(kind: Database["kind"], fill: (database: Database) => Promise<History>) {
  const database = await openTestDatabase(kind);
  return { database, history: await fill(database) };
}

/** The whole API over a database, its sources up to date. */
export async function openTestApi(
  database: Database,
  { l2Url = NOBODY_URL, ...options }: Partial<ApiOptions> & { readonly l2Url?: string } = {},
): Promise<TestApi> {
  const stop = new AbortController();
  const now = Math.floor(Date.now() / 1_000);
  const l2: TestSource = {
    ...{ head: { number: 110n, time: now }, final: 105n, sourceHead: 110n, ageSec: 1, halted: undefined },
  };
  const chain: TestSource = {
    ...{ head: { number: 12n, time: now }, final: 12n, sourceHead: 12n, ageSec: 1, halted: undefined },
  };
  const modules: IndexerModules = {
    network: testNetwork(),
    contracts: { factory: FACTORY, vestings: [VESTING] },
    ...{ database, l2: toStatus(l2), chain: toStatus(chain), registry: new Registry(), signal: stop.signal },
    notices: new Notices((error) => {
      throw error;
    }),
    l2Client: createPublicClient({ transport: http(l2Url, { retryCount: 0, timeout: 2_000 }) }),
    ...{ logger: pino({ level: "silent" }), version: "1.2.3", now: () => Date.now() },
  };
  const app = await createApi({ requestsPerMinute: 1_000_000, ...options }, modules);
  onTestFinished(async () => {
    stop.abort();
    await app.close();
  });
  const listen = async () => {
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    return { url, client: createIndexerClient({ url }) };
  };
  return { app, modules, l2, chain, stop, listen };
}
