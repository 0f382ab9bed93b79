import { setTimeout as delay } from "node:timers/promises";
import type { NetworkResponse } from "@session/sdk/indexer-api";
import type { Logger } from "pino";
import { Counter, type Registry } from "prom-client";
import { PriceError } from "./errors.ts";
import { fetchPrice } from "./fetchPrice.ts";

export type PriceOptions = {
  readonly url: string;
  /** JSON pointer to the number in what it answers. */
  readonly path: string;
  /** As it is shown: `USD`. */
  readonly currency: string;
  readonly pollMs?: number;
  readonly timeoutMs?: number;
  /** A price older than this isn't told any more. */
  readonly maxAgeSec?: number;
};
export type PriceModules = {
  readonly registry: Registry;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};
type Price = NonNullable<NetworkResponse["price"]>;

const DEFAULTS = { pollMs: 60_000, timeoutMs: 10_000, maxAgeSec: 900 };

/** The token's price as a source outside of the network tells it. Whatever the source does, it is at most missing. */
export class PriceFeed {
  readonly #options: Required<PriceOptions>;
  readonly #modules: PriceModules;
  readonly #failures: Counter<"code">;
  #last: { readonly value: string; readonly at: number } | undefined;
  #failing: string | undefined;

  constructor(options: PriceOptions, modules: PriceModules) {
    this.#options = { ...DEFAULTS, ...options };
    this.#modules = modules;
    this.#failures = new Counter({
      name: "session_indexer_price_failures_total",
      help: "Times the source of prices gave none, by code",
      labelNames: ["code"],
      registers: [modules.registry],
    });
  }

  /** Without a value while there is none, or none that is new enough. */
  current(): Price {
    const { url, currency, maxAgeSec } = this.#options;
    const source = new URL(url).host;
    if (this.#last === undefined) return { currency, source, value: null, at: null };
    const { value, at } = this.#last;
    const isStale = this.#nowSec() - at > maxAgeSec;
    return { currency, source, value: isStale ? null : value, at };
  }

  /** Asks again and again. Resolves after the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#ask(signal);
      await delay(this.#options.pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    try {
      const value = await fetchPrice({ ...this.#options, signal });
      this.#last = { value, at: this.#nowSec() };
      if (this.#failing !== undefined) this.#modules.logger.info("the source of prices answers again");
      this.#failing = undefined;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PriceError)) throw error;
      const { code } = error;
      this.#failures.inc({ code });
      // Said once for each way it fails, not every minute.
      if (this.#failing !== code) this.#modules.logger.warn({ code, err: error }, "the source of prices gives none");
      this.#failing = code;
    }
  }

  #nowSec(): number {
    return Math.floor(this.#modules.now() / 1_000);
  }
}
