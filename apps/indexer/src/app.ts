import { readNetwork } from "@session/config/file";
import { isAddressInUse, portHolder, type Stoppable } from "@session/http/process";
import { checkProviders, createFollowerMetrics, createProvider, Follower, systemClock } from "@session/l2";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import { createPublicClient, fallback, http } from "viem";
import { startAlerts } from "./alerts/startAlerts.ts";
import { createApi } from "./api/server.ts";
import type { StartOptions } from "./cli/options.ts";
import { openDatabase } from "./database/connect.ts";
import type { Database } from "./database/database.ts";
import { IndexerError } from "./errors.ts";
import { Halts } from "./halts.ts";
import type { IndexerModules } from "./modules.ts";
import { ContractBook } from "./pipeline/contractBook.ts";
import { beginFirstLoad } from "./pipeline/firstLoad.ts";
import { L2Views } from "./pipeline/l2Views.ts";
import { createViewMetrics } from "./pipeline/metrics.ts";
import { Notices } from "./pipeline/notices.ts";
import { PriceFeed } from "./price/priceFeed.ts";
import { L2Store } from "./raw/l2Store.ts";
import { startRegistrationSweeper } from "./registrations/startRegistrationSweeper.ts";
import { ChainRecorder } from "./sources/appchain/chainRecorder.ts";
import { ChainSource } from "./sources/appchain/chainSource.ts";
import { toFollowedContracts, toFollowerOptions, toL2Status, toStepSource, toViewStart } from "./sources/l2.ts";
import { VERSION } from "./version.ts";

export const PROVIDER_TIMEOUT_MS = 10_000;

/** The database an option names: PostgreSQL, or PGlite in the data folder. */
export function openConfiguredDatabase({
  dataDir,
  databaseUrl,
}: Pick<StartOptions, "dataDir" | "databaseUrl">): Promise<Database> {
  return openDatabase(
    databaseUrl === undefined ? { kind: "pglite", folder: dataDir } : { kind: "postgres", url: databaseUrl },
  );
}

/** Both sources, the views, background work and the API: started in order, closed in the order of those who ask. */
export class Indexer implements Stoppable {
  /** Rejects when a part fails that the others can't do without. */
  readonly stopped: Promise<void>;
  /** Base URL of the API. */
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(url: string, stopped: Promise<void>, close: () => Promise<void>) {
    this.url = url;
    this.stopped = stopped;
    this.#close = close;
  }

  /**
   * @throws ConfigError NETWORK_FILE_INVALID; DatabaseError; L2Error WRONG_CHAIN_ID, PROVIDER_DOWN, STORE_MISMATCH;
   *   IndexerError OPTION_INVALID, DATA_OF_OTHER_NETWORK, PORT_IN_USE
   */
  static async start(options: StartOptions, logger: Logger): Promise<Indexer> {
    const network = await readNetwork(options.network);
    const urls = requireUrls("--l2", options.l2.length > 0 ? options.l2 : network.l2Rpcs);
    const nodes = requireUrls("--node", options.node.length > 0 ? options.node : network.nodeApis);
    const stop = new AbortController();
    const closers: (() => Promise<void>)[] = [];
    const close = async () => {
      stop.abort();
      for (const closeOne of closers.splice(0).reverse()) await closeOne();
    };
    try {
      const database = await openConfiguredDatabase(options);
      closers.push(() => database.close());
      const registry = new Registry();
      collectDefaultMetrics({ register: registry });
      const notices = new Notices((error) => logger.error({ err: error }, "a listener of notices failed"));
      const { signal } = stop;
      const base = { network, database, registry, notices, logger, signal };
      await ChainRecorder.checkNetwork(base);
      const l2 = await openL2(options, urls, base);
      closers.push(l2.close);
      // Block time is never ahead of the world's but where a development network moves both (`devnet warp`). L2 has its own
      // say: what stakers may do without the network goes by its time, and the network may be silent then.
      const headTimes = () => [chain.status.head()?.time ?? network.genesis.time, l2.status.head()?.time ?? 0];
      const now = () => Math.max(Date.now() + options.clockOffsetMs, ...headTimes().map((time) => time * 1_000));
      const clock = () => Date.now() + options.clockOffsetMs;
      const chain: ChainSource = await ChainSource.open({ nodes }, { ...base, now: clock });
      const price = options.price && new PriceFeed(options.price, { ...base, now: clock });
      const modules: IndexerModules = {
        ...base,
        ...{
          l2: l2.status,
          chain: l2.halts.over("chain", chain.status),
          l2Client: toClient(urls),
          now,
          price,
          version: VERSION,
        },
        contracts: { factory: l2.contracts.factory, vestings: l2.contracts.vestings },
      };
      const api = await createApi(
        {
          ...{ requestsPerMinute: options.apiRateLimit, alerts: { allowLocal: options.localWebhooks } },
          ...(options.trustedProxies.length > 0 && { trustedProxies: options.trustedProxies }),
        },
        modules,
      );
      closers.push(() => api.close());
      const url = await listen(api, options);
      const work = [
        l2.halts.watch("l2", l2.follow()),
        l2.halts.watch("chain", chain.run()),
        startRegistrationSweeper(modules),
        startAlerts(modules, { allowLocal: options.localWebhooks }),
        price?.run(signal),
      ];
      closers.push(async () => {
        await Promise.allSettled(work);
      });
      const stopped = Promise.all(work).then(() => undefined);
      // Looked at by whoever runs this; until then it must not count as unhandled.
      stopped.catch(() => undefined);
      logger.info({ url, database: database.kind, l2: urls.length, nodes: nodes.length }, "indexer started");
      return new Indexer(url, stopped, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#close();
  }
}

type Base = Pick<IndexerModules, "network" | "database" | "registry" | "notices" | "logger" | "signal">;

/** The follower over the raw tables, and the views it feeds. */
async function openL2(options: StartOptions, urls: readonly string[], base: Base) {
  const { network, database, registry, signal, logger } = base;
  const sourceOptions = {
    network,
    step: options.l2Step === undefined ? undefined : BigInt(options.l2Step),
    pollMs: options.l2PollMs,
  };
  const followerOptions = toFollowerOptions(sourceOptions);
  const store = new L2Store(database);
  const shared = {
    ...{ store, logger, signal, clock: systemClock, metrics: createFollowerMetrics(registry) },
    providers: urls.map((url) => createProvider({ url, timeoutMs: PROVIDER_TIMEOUT_MS })),
  };
  await checkProviders(followerOptions, shared);
  const follower = new Follower(followerOptions, shared);
  await follower.open();
  const contracts = toFollowedContracts(sourceOptions);
  const start = toViewStart(sourceOptions);
  const { startBlock, step } = followerOptions;
  const head = () => toClient(urls).getBlockNumber();
  const firstLoad = await beginFirstLoad({ stored: follower.head()?.number, startBlock, step, head }, base);
  const views = new L2Views(start === undefined ? { firstLoad } : { firstLoad, start }, {
    ...base,
    ...{ book: new ContractBook(contracts), metrics: createViewMetrics(registry) },
  });
  await views.open();
  const halts = new Halts(logger);
  return {
    ...{ contracts, halts, status: toL2Status(views, follower, () => halts.of("l2")) },
    follow: () => views.follow(toStepSource(follower)),
    close: () => follower.close(),
  };
}

/** @throws IndexerError OPTION_INVALID when there is none */
export function requireUrls(option: string, urls: readonly string[]): readonly string[] {
  if (urls.length > 0) return urls;
  const reason = "neither given nor in the network file";
  throw new IndexerError(
    { code: "OPTION_INVALID", option, reason },
    `${option}: ${reason}. Name one: ${option} <url>.`,
  );
}

function toClient(urls: readonly string[]) {
  return createPublicClient({
    transport: fallback(urls.map((url) => http(url, { timeout: PROVIDER_TIMEOUT_MS, retryCount: 0 }))),
  });
}

type Listening = { listen(options: { host: string; port: number }): Promise<string> };

async function listen(api: Listening, { apiHost, apiPort }: StartOptions): Promise<string> {
  try {
    return await api.listen({ host: apiHost, port: apiPort });
  } catch (error) {
    if (!isAddressInUse(error)) throw error;
    const holder = await portHolder(apiPort);
    throw new IndexerError(
      { code: "PORT_IN_USE", port: apiPort, process: holder, option: "--api-port" },
      `Port ${apiPort} is taken by ${holder}. Stop it, or choose another port with --api-port.`,
      { cause: error },
    );
  }
}
