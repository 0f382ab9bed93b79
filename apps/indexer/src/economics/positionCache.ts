import type { IndexerModules } from "../modules.ts";

type Modules = Pick<IndexerModules, "l2" | "chain" | "notices" | "signal">;
type Entry = { readonly position: string; readonly value: Promise<unknown> };

const MAX_ENTRIES = 500;

/**
 * Answers that change only when a source goes on: kept until a notice comes or a position differs, at most so many of
 * them, the least used dropped first. Who asks while an answer is being made waits for the same one.
 */
export class PositionCache {
  readonly #modules: Modules;
  readonly #maxEntries: number;
  readonly #entries = new Map<string, Entry>();

  constructor(modules: Modules, maxEntries = MAX_ENTRIES) {
    this.#modules = modules;
    this.#maxEntries = maxEntries;
    // A reorganisation may come back to the same numbers with other contents.
    const unsubscribe = modules.notices.subscribe(() => this.#entries.clear());
    modules.signal.addEventListener("abort", unsubscribe, { once: true });
  }

  get<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const position = this.#position();
    const found = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = found?.position === position ? found : { position, value: make() };
    this.#entries.set(key, entry);
    if (entry !== found) {
      entry.value.catch(() => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      });
      const [oldest] = this.#entries.keys();
      if (this.#entries.size > this.#maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    }
    return entry.value as Promise<Value>;
  }

  #position(): string {
    const { l2, chain } = this.#modules;
    return `${l2.head()?.number ?? "-"}/${chain.head()?.number ?? "-"}`;
  }
}
