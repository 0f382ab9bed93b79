import type { Logger } from "pino";

export type Stoppable = {
  /** Rejects when the service can't go on by itself; resolves when it was asked to stop. */
  readonly stopped: Promise<void>;
  close(): Promise<void>;
};

/** How long an orderly end may take before the process ends anyway; everything final is on disk at any moment. */
const CLOSE_TIMEOUT_MS = 10_000;

/**
 * Runs a service until SIGINT, SIGTERM, an admin's stop or a failure, then closes in order. With
 * SESSION_EXIT_WITH_PARENT=1 the end of standard input is one of them, so that nothing outlives the process that started
 * it, not even when that is killed. Signals that come while the service still starts are kept for later.
 */
export async function runUntilStopped(start: () => Promise<Stoppable>, logger: Pick<Logger, "error">): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    if (process.env.SESSION_EXIT_WITH_PARENT !== "1") return;
    process.stdin.resume();
    process.stdin.once("end", () => resolve());
    process.stdin.once("error", () => resolve());
  });
  const service = await start();
  try {
    await Promise.race([asked, service.stopped]);
  } finally {
    const timer = setTimeout(() => {
      logger.error({}, "closing takes too long; ending now");
      process.exit(1);
    }, CLOSE_TIMEOUT_MS);
    await service.close();
    clearTimeout(timer);
    // Once read, standard input would keep the process alive.
    process.stdin.destroy();
  }
}
