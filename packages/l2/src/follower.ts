import { ChainSync, type SyncModules } from "./chainSync.ts";
import { sleep } from "./clock.ts";
import { withLogs } from "./cursor.ts";
import { L2Error } from "./errors.ts";
import { Mutex } from "./mutex.ts";
import { checkOptions } from "./options.ts";
import { type EventsFrom, Subscription } from "./subscription.ts";
import type { BatchEvent, BatchLimits, FollowerOptions, Hex, L2Block, L2Log, L2Step, SourceEvent } from "./types.ts";

/** What the follower works with. The store belongs to the caller, who closes it after the follower. */
export type FollowerModules = SyncModules & { readonly signal: AbortSignal };

/** Errors of providers: logged, counted and tried again, never the end of the stream. */
const TRANSIENT: ReadonlySet<string> = new Set([
  "PROVIDER_DOWN",
  "PROVIDER_BAD_ANSWER",
  "PROVIDERS_DISAGREE",
  "WRONG_CHAIN_ID",
  "RANGE_REFUSED",
  "RANGE_CHANGED",
  "RANGE_EXHAUSTED",
]);

/**
 * Follows contract events on L2 over one or several providers: nothing is lost, nothing comes twice, over
 * reorganisations, restarts and failing or lying providers.
 *
 * One poll per interval serves all subscribers. Everything is stored before it is delivered.
 *
 * @example
 * const follower = new Follower(options, { providers, store, logger, metrics, clock: systemClock, signal });
 * for await (const event of follower.events(lastProcessed)) {
 *   if (event.type === "block") apply(event.step);
 *   if (event.type === "reorg") dropAfter(event.ancestor);
 * }
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #modules: FollowerModules;
  readonly #sync: ChainSync;
  readonly #subscriptions = new Set<Subscription>();
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  /** Polls and an operator's rewinding take turns. */
  readonly #turns = new Mutex();
  #opened: Promise<void> | undefined;
  #running: Promise<void> | undefined;

  /** @throws L2Error `OPTION_INVALID` */
  constructor(options: FollowerOptions, modules: FollowerModules) {
    checkOptions(options, modules.providers);
    this.#options = options;
    this.#modules = modules;
    this.#signal = AbortSignal.any([modules.signal, this.#abort.signal]);
    this.#sync = new ChainSync(options, modules, (rollbackTo) => {
      for (const subscription of this.#subscriptions) subscription.changed(rollbackTo);
    });
  }

  /**
   * Reads the stored position, so that `head()` and `safeHead()` answer before the first event. Done by every other
   * method by itself.
   *
   * @throws L2Error `STORE_MISMATCH`
   */
  open(): Promise<void> {
    this.#opened ??= this.#sync.load();
    return this.#opened;
  }

  /**
   * The stream of steps, rollbacks and finality, endless until `close()` or the signal.
   *
   * Without `from` it delivers what is stored from now on; what is stored already is read with `stepAt` and
   * `logsBetween`. A consumer with a memory of its own passes the last step it has processed: it gets a `reorg` first if
   * that step was rolled back in the meantime, then exactly what it has missed, and once more what is final. "start"
   * delivers everything.
   *
   * @throws L2Error `L2_REORG_BEYOND_SAFE` (again at each call until `rewindTo`), `CURSOR_UNKNOWN`, `STORE_MISMATCH`;
   * errors of the store.
   */
  events(from: EventsFrom = "new"): AsyncGenerator<SourceEvent> {
    return this.#stream((subscription) => subscription.events(from));
  }

  /**
   * The same stream with as many consecutive steps at once as are stored, up to the limits, read from the store together:
   * for consumers that apply many steps in one transaction. What `events()` guarantees holds here too.
   *
   * @example
   * for await (const event of follower.batches(lastProcessed, { maxLogs: 5_000 }))
   *   if (event.type === "steps") await database.transaction((writer) => applyAll(writer, event.steps));
   */
  batches(from: EventsFrom, limits: BatchLimits): AsyncGenerator<BatchEvent> {
    return this.#stream((subscription) => subscription.batches(from, limits));
  }

  async *#stream<T>(open: (subscription: Subscription) => AsyncGenerator<T>): AsyncGenerator<T> {
    this.#checkOpen();
    await this.open();
    const subscription = new Subscription(this.#sync);
    this.#subscriptions.add(subscription);
    this.#running ??= this.#run();
    try {
      yield* open(subscription);
    } finally {
      this.#subscriptions.delete(subscription);
    }
  }

  /** The stored step with this number; undefined if there is none (yet), or the number is not that of a step. */
  async stepAt(number: bigint): Promise<L2Step | undefined> {
    await this.open();
    return this.#sync.read(async (store, config) => {
      const stored = await store.step(number);
      return stored && withLogs(store, config, stored);
    });
  }

  /** The oldest stored step after this number. */
  async stepAfter(number: bigint): Promise<L2Step | undefined> {
    await this.open();
    return this.#sync.read(async (store, config) => {
      const [stored] = await store.stepsAfter(number, 1);
      return stored && withLogs(store, config, stored);
    });
  }

  /** Stored logs of (fromExclusive, toInclusive], ascending by (block number, log index). */
  async logsBetween(fromExclusive: bigint, toInclusive: bigint): Promise<L2Log[]> {
    await this.open();
    return this.#sync.read((store) => store.logs(fromExclusive, toInclusive));
  }

  /** Block of the newest stored step. */
  head(): L2Block | undefined {
    return this.#sync.newest?.block;
  }

  /** Newest stored step, with its logs and reads. */
  newest(): L2Step | undefined {
    return this.#sync.newest;
  }

  /** Newest step behind the safe lag. */
  safeHead(): L2Step | undefined {
    return this.#sync.safe;
  }

  /** Age in seconds of what the follower knows of L2; `Infinity` before the first answer of a provider. */
  lagSec(): number {
    return this.#sync.lagSec;
  }

  /**
   * The operator's decision after `L2_REORG_BEYOND_SAFE`: the chain with this block is the right one. Drops what is not
   * of that chain, however old, and follows on; subscribers get a `reorg`. `events()` is to be called again.
   *
   * @throws L2Error `REWIND_MISMATCH` if the providers don't have that block, `PROVIDER_DOWN`
   */
  async rewindTo(number: bigint, hash: Hex): Promise<void> {
    this.#checkOpen();
    await this.open();
    await this.#turns.run(() => this.#sync.rewindTo(number, hash, this.#signal));
  }

  /** Ends all streams and the poll, and waits until nothing is written any more. */
  async close(): Promise<void> {
    this.#abort.abort();
    for (const subscription of this.#subscriptions) subscription.end();
    await this.#running;
    await this.#turns.run(async () => {});
  }

  #checkOpen(): void {
    if (this.#abort.signal.aborted) throw new L2Error({ code: "FOLLOWER_CLOSED" });
  }

  async #run(): Promise<void> {
    const signal = this.#signal;
    let failure: unknown;
    while (!signal.aborted && failure === undefined) {
      try {
        await this.#turns.run(() => this.#sync.tick(signal));
      } catch (error) {
        const isTransient = error instanceof L2Error && TRANSIENT.has(error.code);
        if (!signal.aborted && !isTransient) failure = error;
      }
      this.#sync.publish();
      // A step can become final without anything new to store.
      for (const subscription of this.#subscriptions) subscription.changed(undefined);
      if (failure === undefined) await sleep(this.#modules.clock, this.#pauseMs(), signal);
    }
    if (failure !== undefined) this.#modules.logger.error({ error: failure }, "l2 follower stopped");
    this.#running = undefined;
    for (const subscription of this.#subscriptions) subscription.end(failure);
  }

  /** The poll interval, or until the first provider may be asked again if all are put aside. */
  #pauseMs(): number {
    return this.#sync.panel.waitMs || this.#options.pollIntervalMs;
  }
}
