import { pino } from "pino";
import { Registry } from "prom-client";
import { createPublicClient, http } from "viem";
import { createApi } from "../../src/api/server.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { SourceStatus } from "../../src/modules.ts";
import { Notices } from "../../src/pipeline/notices.ts";
import { BENCH_CONTRACTS } from "../chain/benchChain.ts";
import { benchNetwork } from "../network.ts";
import { HEAD_TIME } from "./fill.ts";

// The API's process: the indexer's own server over a filled database. Both heads move on every second, as blocks do, so that
// answers kept for a position don't make it look better than it is.

export type ServerOptions = { readonly url: string; readonly l2Head: number; readonly height: number };

const { url, l2Head, height } = JSON.parse(process.argv[2] ?? "") as ServerOptions;
const database = await openDatabase({ kind: "postgres", url });
const stop = new AbortController();
const notices = new Notices((error) => {
  throw error;
});
const heads = { l2: { number: BigInt(l2Head), time: HEAD_TIME }, chain: { number: BigInt(height), time: HEAD_TIME } };
const statusOf = (source: "l2" | "chain"): SourceStatus => ({
  head: () => heads[source],
  final: () => heads[source].number,
  sourceHead: () => heads[source].number,
  ageSec: () => 1,
  halted: () => undefined,
});
const app = await createApi(
  { requestsPerMinute: 10_000_000 },
  {
    ...{
      network: benchNetwork(),
      database,
      notices,
      l2: statusOf("l2"),
      chain: statusOf("chain"),
      signal: stop.signal,
    },
    contracts: { factory: BENCH_CONTRACTS.factory, vestings: [] },
    l2Client: createPublicClient({ transport: http("http://127.0.0.1:1", { retryCount: 0, timeout: 1_000 }) }),
    ...{ registry: new Registry(), logger: pino({ level: "silent" }), version: "bench", now: () => HEAD_TIME * 1_000 },
  },
);
const moving = setInterval(() => {
  for (const source of ["l2", "chain"] as const) {
    heads[source] = { ...heads[source], number: heads[source].number + 1n };
    notices.publish({ source, number: heads[source].number, topics: new Set(["network"]) });
  }
}, 1_000);
process.send?.({ url: await app.listen({ host: "127.0.0.1", port: 0 }) });
process.once("message", async () => {
  clearInterval(moving);
  stop.abort();
  await app.close();
  await database.close();
  process.disconnect();
});
