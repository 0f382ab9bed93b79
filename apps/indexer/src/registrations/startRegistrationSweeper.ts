import { setTimeout as delay } from "node:timers/promises";
import type { IndexerModules } from "../modules.ts";
import { registrationStore } from "./registrationOptions.ts";

const SWEEP_INTERVAL_MS = 600_000;

/** Deletes expired registrations now and every ten minutes. Resolves after `modules.signal` aborts. */
export async function startRegistrationSweeper(
  modules: Pick<IndexerModules, "database" | "logger" | "now" | "signal">,
  intervalMs = SWEEP_INTERVAL_MS,
): Promise<void> {
  const { database, logger, now, signal } = modules;
  const store = registrationStore(database);
  while (!signal.aborted) {
    try {
      const deleted = await store.sweep(Math.floor(now() / 1000));
      if (deleted > 0) logger.info({ deleted }, "expired registrations deleted");
    } catch (error) {
      logger.error({ err: error }, "expired registrations can't be deleted");
    }
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
