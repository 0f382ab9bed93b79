import { SdkError } from "@session/sdk";

/** After a failure, how long pages read from the chain at once instead of waiting for the indexer again. */
const REST_MS = 10_000;

/**
 * Whether the indexer answers, and which answers came from the chain instead. There is one for each indexer client.
 *
 * Only what says that the indexer isn't there counts as away: no answer, an answer that isn't its own (a proxy's error page),
 * a failure inside it. What it refuses by name it has understood.
 */
export class IndexerHealth {
  readonly #listeners = new Set<() => void>();
  readonly #fromChain = new Set<string>();
  #awaySinceMs: number | null = null;
  #lastTriedMs = 0;

  /** Unix milliseconds; null while it answers. */
  readonly awaySinceMs = (): number | null => this.#awaySinceMs;

  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** True shortly after it didn't answer: each question would wait for the time limit. */
  rests(nowMs: number): boolean {
    return this.#awaySinceMs !== null && nowMs - this.#lastTriedMs < REST_MS;
  }

  answered(): void {
    this.#set(null);
  }

  /** @returns whether the error says that the indexer is away */
  failed(error: unknown, nowMs: number): boolean {
    if (!isAway(error)) return false;
    this.#lastTriedMs = nowMs;
    this.#set(this.#awaySinceMs ?? nowMs);
    return true;
  }

  /** Notes where the answer under a query's hash came from. */
  note(queryHash: string, isFromChain: boolean): void {
    if (isFromChain) this.#fromChain.add(queryHash);
    else this.#fromChain.delete(queryHash);
  }

  isFromChain(queryHash: string): boolean {
    return this.#fromChain.has(queryHash);
  }

  #set(awaySinceMs: number | null): void {
    if (this.#awaySinceMs === awaySinceMs) return;
    this.#awaySinceMs = awaySinceMs;
    for (const listener of this.#listeners) listener();
  }
}

export function isAway(error: unknown): boolean {
  if (!(error instanceof SdkError)) return false;
  const { detail } = error;
  if (detail.code === "API_UNREACHABLE") return true;
  if (detail.code === "API_MALFORMED") return /^status 5\d\d$/.test(detail.reason);
  return detail.code === "API_PROBLEM" && detail.apiCode === "INTERNAL";
}

const known = new WeakMap<object, IndexerHealth>();

export function healthOf(indexer: object): IndexerHealth {
  const health = known.get(indexer) ?? new IndexerHealth();
  known.set(indexer, health);
  return health;
}
