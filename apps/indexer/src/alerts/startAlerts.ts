import { setTimeout as delay } from "node:timers/promises";
import { Counter } from "prom-client";
import type { IndexerModules } from "../modules.ts";
import { ALERT_DEFAULTS, type AlertOptions } from "./alertOptions.ts";
import { scanAlerts } from "./alertScanner.ts";
import { sweepAlerts } from "./alertStore.ts";
import { DeliveryWorker } from "./deliveryWorker.ts";

type Modules = Pick<
  IndexerModules,
  "network" | "database" | "l2" | "chain" | "notices" | "registry" | "logger" | "now" | "signal"
>;
const SWEEP_INTERVAL_MS = 3_600_000;

/**
 * Looks for what watched addresses are to be told, at notices and as time passes, and sends it to their webhooks. Resolves
 * after `modules.signal` aborts, when nothing is under way any more.
 */
export async function startAlerts(modules: Modules, options: AlertOptions = {}): Promise<void> {
  const settings = { ...ALERT_DEFAULTS, ...options };
  await Promise.all([scan(modules, settings), deliver(modules, settings), sweep(modules)]);
}

async function scan(modules: Modules, options: Required<AlertOptions>): Promise<void> {
  const { notices, registry, signal } = modules;
  const found = new Counter({
    name: "session_indexer_alerts_total",
    help: "Alerts found for watched addresses",
    registers: [registry],
  });
  let notice = Promise.withResolvers<void>();
  const unsubscribe = notices.subscribe(() => notice.resolve());
  while (!signal.aborted) {
    notice = Promise.withResolvers();
    await attempt(modules, "alerts can't be looked for", async () => found.inc(await scanAlerts(modules)));
    await pause(options.minScanIntervalMs, signal);
    await Promise.race([notice.promise, pause(options.scanIntervalMs, signal)]);
  }
  unsubscribe();
}

async function deliver(modules: Modules, options: Required<AlertOptions>): Promise<void> {
  const worker = new DeliveryWorker(modules, options);
  while (!modules.signal.aborted) {
    await attempt(modules, "due deliveries can't be read", () => worker.start());
    await worker.next(pause(options.pollMs, modules.signal));
  }
  await worker.settle();
}

async function sweep(modules: Modules): Promise<void> {
  const { database, now, signal } = modules;
  while (!signal.aborted) {
    const nowSec = Math.floor(now() / 1000);
    await attempt(modules, "old deliveries can't be deleted", () => sweepAlerts(database.queries, nowSec));
    await pause(SWEEP_INTERVAL_MS, signal);
  }
}

async function attempt({ logger, signal }: Modules, failure: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) logger.error({ err: error }, failure);
  }
}

/** Ends early, without an error, when stopped. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
