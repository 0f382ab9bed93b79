import { blst } from "@session/bls/blst";
import { genesisHash } from "@session/protocol";
import { testGenesis } from "@session/protocol/testing";
import { pino } from "pino";
import { Registry } from "prom-client";
import type { startAlerts } from "../../../src/alerts/startAlerts.ts";
import type { Database } from "../../../src/database/database.ts";
import type { SourceStatus } from "../../../src/modules.ts";
import { Notices } from "../../../src/pipeline/notices.ts";

const nowhere: SourceStatus = {
  ...{ head: () => undefined, final: () => 0n, sourceHead: () => undefined },
  ...{ ageSec: () => 0, halted: () => undefined },
};

/** What alerts are made of in a process whose sources stand nowhere yet, or whose chain stands at a height. */
export function idleModules(
  database: Database,
  signal: AbortSignal,
  now = Date.now,
  height?: number,
): Parameters<typeof startAlerts>[0] {
  // A head of long ago: nothing is told of what is so now.
  const head = height === undefined ? undefined : { number: BigInt(height), time: 0 };
  const genesis = testGenesis(blst, { nodes: 1 });
  return {
    network: {
      ...{ name: "test", genesis, genesisHash: genesisHash(genesis) },
      ...{ bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: null },
      contracts: { serviceNodeContributionFactory: null, vestings: [] },
    },
    ...{
      database,
      l2: nowhere,
      chain: { ...nowhere, head: () => head },
      notices: new Notices(() => undefined),
      now,
      signal,
    },
    ...{ logger: pino({ level: "error" }), registry: new Registry() },
  };
}
