import type { Network } from "@session/config";
import { createFollowerMetrics, createProvider, Follower, silentLogger, systemClock } from "@session/l2";
import { genesisHash } from "@session/protocol";
import { readGenesis } from "@session/sdk";
import { Registry } from "prom-client";
import type { Database } from "../../../src/database/database.ts";
import { ContractBook } from "../../../src/pipeline/contractBook.ts";
import { beginFirstLoad } from "../../../src/pipeline/firstLoad.ts";
import { L2Views } from "../../../src/pipeline/l2Views.ts";
import { Notices } from "../../../src/pipeline/notices.ts";
import { L2Store } from "../../../src/raw/l2Store.ts";
import {
  type L2SourceOptions,
  toFollowedContracts,
  toFollowerOptions,
  toStepSource,
  toViewStart,
} from "../../../src/sources/l2.ts";
import type { TestChain } from "./chain.ts";
import { type TestViews, testModules } from "./harness.ts";

/** A running follower with its views. */
export type Followed = TestViews & {
  readonly modules: { readonly notices: Notices };
  readonly views: L2Views;
  /** Resolves once the views stand at the chain's newest block, with that block's own hash in the cursor. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
};

export async function networkOf({ client, addresses, startBlock }: TestChain): Promise<Network> {
  const genesis = await readGenesis(client, { addresses, startBlock, preset: "devnet" });
  return {
    ...{ name: "test", genesis, genesisHash: genesisHash(genesis), bootstrap: [], nodeApis: [], l2Rpcs: [] },
    contracts: { serviceNodeContributionFactory: addresses.serviceNodeContributionFactory, vestings: [] },
    ...{ indexers: [], portal: null },
  };
}

type Pace = {
  /** Logs of one transaction of the views. */
  readonly maxLogs?: number;
  /** Blocks of one transaction of the follower. */
  readonly maxRange?: bigint;
  readonly onNotice?: () => void;
};

export async function follow(
  chain: Reachable & { readonly client: Pick<TestChain["client"], "getBlock"> },
  database: Database,
  options: L2SourceOptions,
  { maxLogs = 1_000, maxRange = 1_000n, onNotice }: Pace = {},
): Promise<Followed> {
  const abort = new AbortController();
  const test = testModules(database, new ContractBook(toFollowedContracts(options)));
  const notices = new Notices((error) => {
    throw error;
  });
  const waiting = new Set<() => void>();
  notices.subscribe((notice) => {
    test.notices.push(notice);
    for (const look of waiting) look();
    onNotice?.();
  });
  const start = toViewStart(options);
  const follower = openFollower(chain, database, options, { maxRange, signal: abort.signal });
  await follower.open();
  const { startBlock, step } = toFollowerOptions(options);
  const head = async () => (await chain.client.getBlock({ blockTag: "latest" })).number;
  const firstLoad = await beginFirstLoad({ stored: follower.head()?.number, startBlock, step, head }, test.modules);
  const own = { maxLogs, firstLoad };
  const views = new L2Views(start === undefined ? own : { ...own, start }, { ...test.modules, notices });
  await views.open();
  const running = views.follow(toStepSource(follower));
  const caughtUp = async () => {
    const { number, hash } = await chain.client.getBlock({ blockTag: "latest" });
    const isThere = () => views.position()?.number === number && views.position()?.hash === hash;
    const arrived = new Promise<void>((resolve) => {
      const look = () => {
        if (!isThere()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
    await Promise.race([arrived, running.then(() => Promise.reject(new Error("the views have stopped")))]);
  };
  const stop = async () => {
    await follower.close();
    await running;
  };
  return { ...test, modules: { ...test.modules, notices }, views, caughtUp, stop };
}

type Reachable = { readonly anvil: Pick<TestChain["anvil"], "url"> };

function openFollower(
  { anvil }: Reachable,
  database: Database,
  options: L2SourceOptions,
  { maxRange, signal }: { readonly maxRange: bigint; readonly signal: AbortSignal },
): Follower {
  return new Follower(
    { ...toFollowerOptions({ ...options, pollMs: 50 }), maxRange },
    {
      ...{ store: new L2Store(database), logger: silentLogger, metrics: createFollowerMetrics(new Registry()) },
      ...{ providers: [createProvider({ url: anvil.url, timeoutMs: 5_000 })], clock: systemClock, signal },
    },
  );
}

/** Follows into the raw tables alone, without views, until they have the newest block. */
export async function followRaw(chain: TestChain, database: Database, options: L2SourceOptions): Promise<void> {
  const signal = new AbortController().signal;
  const follower = openFollower(chain, database, options, { maxRange: 1_000n, signal });
  const { number, hash } = await chain.client.getBlock({ blockTag: "latest" });
  for await (const event of follower.batches("start", { maxLogs: 1_000 })) {
    const newest = event.type === "steps" ? event.steps.at(-1)?.block : undefined;
    if (newest?.number === number && newest.hash === hash) break;
  }
  await follower.close();
}
