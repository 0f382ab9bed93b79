import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import type { Database } from "../../src/database/database.ts";
import type { Notice } from "../../src/pipeline/notices.ts";
import { ChainSource, type ChainSourceOptions } from "../../src/sources/appchain/chainSource.ts";
import { silent } from "./support.ts";
import type { TestChain } from "./testChain.ts";

export type Follower = {
  readonly source: ChainSource;
  readonly notices: readonly Notice[];
  /** Resolves when the database stands at the height. */
  reached(height: number): Promise<void>;
  /** Resolves when a check holds; looked at again whenever something is told or a little time has passed. */
  until(check: () => boolean): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A source that runs until the test ends; short times, so that a node that was put aside comes back within a test, but for
 * an answer's: a node that is merely slow, on a busy machine, has no fault.
 */
export async function follow(
  chain: TestChain,
  database: Database,
  options: Partial<ChainSourceOptions> & Pick<ChainSourceOptions, "nodes">,
): Promise<Follower> {
  const stop = new AbortController();
  const notices: Notice[] = [];
  const listeners = new Set<() => void>();
  const publish = (notice: Notice) => {
    notices.push(notice);
    for (const listener of listeners) listener();
  };
  const source = await ChainSource.open(
    { pollMs: 20, timeoutMs: 30_000, failureAsideMs: 50, blsThreads: 0, rangeBlocks: 10, ...options },
    {
      ...{ database, network: chain.network, notices: { publish }, registry: new Registry(), logger: silent },
      ...{ now: () => Date.now(), signal: stop.signal },
    },
  );
  const running = source.run();
  const failed = running.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  const end = async () => {
    stop.abort();
    await running;
  };
  onTestFinished(() => end().catch(() => undefined));
  const until = async (check: () => boolean) => {
    while (!check()) {
      const told = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 20);
        listeners.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      await Promise.race([told, failed]);
      listeners.clear();
    }
  };
  const reached = (height: number) => until(() => (source.status.head()?.number ?? 0n) >= BigInt(height));
  return { source, notices, reached, until, stop: end };
}
