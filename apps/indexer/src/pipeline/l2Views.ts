import { setImmediate } from "node:timers/promises";
import type { BlockRef, L2Step } from "@session/l2";
import type { Database } from "../database/database.ts";
import { type ApplyModules, applySteps, prepareSteps } from "./applySteps.ts";
import { ViewError } from "./errors.ts";
import type { FirstLoad } from "./firstLoad.ts";
import type { ViewMetrics } from "./metrics.ts";
import type { Notices } from "./notices.ts";
import type { StakedContributor, StakedNode } from "./tables.ts";
import { UnitOfWork, ViewCache } from "./unitOfWork.ts";
import {
  clearViews,
  markFinal,
  readCursor,
  readStepTime,
  rollBack,
  type ViewCursor,
  writeCursor,
} from "./viewStore.ts";

/** What a source of L2 steps tells, as the follower does. */
export type StepBatch =
  | { readonly type: "steps"; readonly steps: readonly L2Step[] }
  /** `ancestor`: newest step that is still valid, or the start block. */
  | { readonly type: "reorg"; readonly ancestor: bigint }
  | { readonly type: "finalize"; readonly block: BlockRef };

/** Steps from somewhere: the follower, or the raw tables. */
export interface StepSource {
  /** What comes after a step the views have processed, or everything. */
  batches(from: BlockRef | "start", options: { readonly maxLogs: number }): AsyncIterable<StepBatch>;
  /** Newest number that can't be rolled back, as far as is known. */
  finalNumber(): bigint | undefined;
}

/** What the views hold before the first step: the nodes of a genesis whose registrations nobody delivers. */
export type ViewStart = {
  readonly position: BlockRef;
  /** Unix seconds. */
  readonly time: bigint;
  /** Called once, before the first step. */
  readonly nodes: () => readonly { readonly node: StakedNode; readonly contributors: readonly StakedContributor[] }[];
};

export type L2ViewsOptions = {
  /** Left out: the views are empty before the first step. */
  readonly start?: ViewStart;
  /** Ended by the views, before they tell that they have come there. */
  readonly firstLoad?: FirstLoad | undefined;
  /** Logs of one transaction. */
  readonly maxLogs?: number;
};

export type L2ViewsModules = ApplyModules & {
  readonly database: Database;
  readonly notices: Pick<Notices, "publish">;
  readonly metrics: ViewMetrics;
};

const MAX_LOGS = 5_000;

/**
 * The tables that follow from L2 events, kept by batches of steps: what a batch changes and how far the views have come is
 * one transaction, so they go on where they stopped, whenever that was.
 *
 * @example
 * const views = new L2Views({}, modules);
 * await views.open();
 * await views.follow(source);
 */
export class L2Views {
  readonly #options: L2ViewsOptions;
  readonly #modules: L2ViewsModules;
  readonly #cache = new ViewCache();
  /** As far as is durable. */
  #cursor: ViewCursor | undefined;
  /** As far as is applied in memory: one batch ahead while that is written. */
  #applied: ViewCursor | undefined;
  #before: UnitOfWork | undefined;
  #writing: Promise<void> = Promise.resolve();
  #time: bigint | undefined;
  #firstLoad: FirstLoad | undefined;

  constructor(options: L2ViewsOptions, modules: L2ViewsModules) {
    this.#options = options;
    this.#modules = modules;
    this.#firstLoad = options.firstLoad;
  }

  /** Where the views stand, with its time in unix seconds; undefined before the first step. */
  head(): { readonly number: bigint; readonly time: number } | undefined {
    if (this.#cursor === undefined || this.#time === undefined) return undefined;
    return { number: this.#cursor.number, time: Number(this.#time) };
  }

  /** The step the views have processed last; undefined before the first. */
  position(): BlockRef | undefined {
    return this.#cursor && { number: this.#cursor.number, hash: this.#cursor.hash };
  }

  /** Newest number of the views that can't be rolled back any more; 0 before there is one. */
  final(): bigint {
    return this.#cursor?.finalNumber ?? 0n;
  }

  /** Reads where the views stand. */
  async open(): Promise<void> {
    const cursor = await readCursor(this.#modules.database);
    if (cursor === undefined) this.#cache.begin();
    else this.#cache.clear();
    await this.#stand(cursor);
  }

  /** Applies what the source tells until it ends. Goes on where the database says that the views stand. */
  async follow(source: StepSource): Promise<void> {
    // After a failure nobody knows whether the last transaction was committed.
    await this.open();
    await this.#endFirstLoad();
    while (!(await this.#followOnce(source))) await this.clear();
  }

  /** Empties the views, for `follow` to make them again from the first step on. */
  async clear(): Promise<void> {
    await this.#modules.database.transaction(clearViews);
    await this.open();
  }

  /** False if the views have to be made again. */
  async #followOnce(source: StepSource): Promise<boolean> {
    if (this.#cursor === undefined) await this.#begin();
    const { maxLogs = MAX_LOGS } = this.#options;
    this.#goOnFromDurable();
    try {
      for await (const batch of this.#failingEarly(source.batches(this.position() ?? "start", { maxLogs }))) {
        // Told with the steps themselves as a rule: their write needn't be waited for.
        if (batch.type === "finalize" && batch.block.number <= (this.#applied?.finalNumber ?? -1n)) continue;
        if (batch.type === "steps") await this.#apply(batch.steps, source.finalNumber());
        else await this.#writing;
        if (batch.type === "finalize") await this.#finalize(batch.block.number);
        if (batch.type === "reorg" && !(await this.#rollBack(batch.ancestor))) return false;
        if (batch.type !== "steps") this.#goOnFromDurable();
      }
    } finally {
      await this.#writing;
    }
    return true;
  }

  /** The batches as they come; fails as soon as the write of the one before does, whether another one comes or not. */
  async *#failingEarly(batches: AsyncIterable<StepBatch>): AsyncGenerator<StepBatch> {
    const iterator = batches[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = iterator.next();
        const { done, value } = await Promise.race([next, this.#writing.then(() => next)]);
        if (done) return;
        yield value;
      }
    } finally {
      // Not waited for: it may be waiting for the chain itself.
      iterator.return?.().catch(() => undefined);
    }
  }

  /** Nothing is being written: the next batch goes on from what is durable. */
  #goOnFromDurable(): void {
    this.#writing = Promise.resolve();
    this.#applied = this.#cursor;
    this.#before = undefined;
  }

  async #begin(): Promise<void> {
    const { start } = this.#options;
    if (start === undefined) return;
    const cursor = { number: start.position.number, hash: start.position.hash, finalNumber: start.position.number };
    const work = new UnitOfWork(this.#cache);
    for (const { node, contributors } of start.nodes()) {
      work.stakedNodes.add(node);
      for (const contributor of contributors) work.stakedContributors.add(contributor);
    }
    await this.#modules.database.transaction(async (writer) => {
      await work.write(writer);
      await writeCursor(writer, cursor);
    });
    work.settle();
    await this.#stand(cursor);
  }

  /** Resolves when the batch is applied in memory, while it is being written: the next one may be worked on meanwhile. */
  async #apply(steps: readonly L2Step[], sourceFinal: bigint | undefined): Promise<void> {
    const newest = steps.at(-1)?.block;
    if (newest === undefined) return;
    const { database, metrics } = this.#modules;
    await othersTurn();
    const endTimer = metrics.applySeconds.startTimer();
    const from = this.#applied;
    const final = largest(from?.finalNumber ?? 0n, sourceFinal ?? 0n);
    const work = new UnitOfWork(this.#cache, this.#before);
    this.#before = work;
    const decoded = prepareSteps(this.#modules, work, steps);
    await work.load(database.queries);
    await othersTurn();
    const topics = applySteps(this.#modules, work, { steps: decoded, from, final });
    const finalNumber = final < newest.number ? final : newest.number;
    const cursor = { number: newest.number, hash: newest.hash, finalNumber };
    await othersTurn();
    // While the batch before is still being written: within its own transaction the database would wait for it.
    work.prepare(database);
    await this.#writing;
    this.#applied = cursor;
    this.#writing = this.#write(work, cursor).then(async () => {
      work.settle();
      await this.#stand(cursor, newest.timestamp);
      await this.#endFirstLoad();
      endTimer();
      this.#modules.notices.publish({ source: "l2", number: newest.number, topics });
    });
    // Whoever comes next waits for it and fails.
    this.#writing.catch(() => undefined);
  }

  async #endFirstLoad(): Promise<void> {
    const load = this.#firstLoad;
    if (load === undefined || this.#cursor === undefined || this.#cursor.number < load.until) return;
    await load.end();
    this.#firstLoad = undefined;
  }

  async #write(work: UnitOfWork, cursor: ViewCursor): Promise<void> {
    const { database, metrics } = this.#modules;
    await database.transaction(async (writer) => {
      await work.write(writer);
      await writeCursor(writer, cursor);
    });
    metrics.undoRows.inc(work.undo.length);
  }

  async #finalize(number: bigint): Promise<void> {
    const cursor = this.#cursor;
    if (cursor === undefined || number <= cursor.finalNumber) return;
    const next = { ...cursor, finalNumber: number };
    await this.#modules.database.transaction((writer) => markFinal(writer, next));
    await this.#stand(next, this.#time);
  }

  async #rollBack(ancestor: bigint): Promise<boolean> {
    const from = this.#cursor;
    if (from === undefined || from.number <= ancestor) return true;
    const { database, logger, metrics, notices } = this.#modules;
    try {
      const { cursor, topics } = await database.transaction((writer) => rollBack(writer, from, ancestor));
      this.#cache.clear();
      await this.#stand(cursor);
      metrics.reorgs.inc();
      notices.publish({ source: "l2", number: ancestor, rolledBackTo: ancestor, topics });
      return true;
    } catch (error) {
      if (!(error instanceof ViewError) || error.code !== "UNDO_MISSING") throw error;
      metrics.rebuilds.inc();
      logger.warn({ ancestor: ancestor.toString(), error }, "l2 views are made again from the raw tables");
      return false;
    }
  }

  /** @param time - of the step, unix seconds; read where it isn't known */
  async #stand(cursor: ViewCursor | undefined, time?: bigint): Promise<void> {
    const { database, metrics } = this.#modules;
    const { start } = this.#options;
    this.#cursor = cursor;
    this.#time = cursor?.number === start?.position.number ? start?.time : time;
    if (cursor !== undefined) this.#time ??= await readStepTime(database, cursor.number);
    metrics.position.set(Number(cursor?.number ?? 0n));
    metrics.finalPosition.set(Number(cursor?.finalNumber ?? 0n));
  }
}

/** Between pieces of a batch: who has something for the database or a provider sends it, and they work meanwhile. */
const othersTurn = () => setImmediate();

const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
