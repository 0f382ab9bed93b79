import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measureApi } from "./api/load.ts";
import type { ChainPlan } from "./chain/benchChain.ts";
import { compare } from "./ingest/compare.ts";
import { runOnly, toSides } from "./ingest/only.ts";
import { Places } from "./places.ts";
import { apiTable, ingestTable, toSummary } from "./report.ts";

// The whole benchmark: ingestion beside Ponder and beside no database, then the API under load. See docs/indexer/performance.md.

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "200000" },
    seed: { type: "string", default: "1" },
    rounds: { type: "string", default: "3" },
    "api-events": { type: "string", default: "1000000" },
    "api-seconds": { type: "string", default: "20" },
    /** For work on it: some of limit, pg, pglite, without Ponder and the API. */
    only: { type: "string" },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);

const places = await Places.open();
try {
  const [load = 0] = loadavg();
  print(`${cpus()[0]?.model}, ${availableParallelism()} cores, load ${load.toFixed(1)}, Node ${process.version}`);
  const plan = { seed: Number(values.seed), events: Number(values.events) };
  if (values.only !== undefined) {
    await runOnly(plan, places, { sides: toSides(values.only), rounds: Number(values.rounds), log: print });
  } else await runAll(plan);
} finally {
  await places.close();
}

async function runAll(plan: ChainPlan): Promise<void> {
  const comparison = await compare(plan, places, { rounds: Number(values.rounds), log: print });
  print(`\n${ingestTable(comparison)}\n`);
  const sizes = { nodes: 2_500, contributors: 10, events: Number(values["api-events"]) };
  const load200 = { requestsPerSecond: 200, seconds: Number(values["api-seconds"]) };
  const api = await measureApi(await places.postgres(), { sizes, load: load200, log: print });
  print(`\n${apiTable(api)}\n`);
  print(JSON.stringify(toSummary(comparison, api)));
}
