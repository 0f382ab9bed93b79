import type { Hex } from "viem";
import type { Database, Queries, Writer } from "../database/database.ts";
import { undo } from "../raw/schema.ts";
import { toJsonRow } from "./journal.ts";
import { type Journal, RowCache, RowSet, type Rows } from "./rowSet.ts";
import {
  type AcceptedCheckpoint,
  appendTables,
  keyedTables,
  type L2Hour,
  type MapKey,
  type Pool,
  type PoolContribution,
  type StakedContributor,
  type StakedNode,
} from "./tables.ts";

export type Claim = typeof appendTables.claims.$inferInsert;
export type ParameterChange = typeof appendTables.parameterChanges.$inferInsert;
export type EventSubject = typeof appendTables.eventSubjects.$inferInsert;
export type UndoRow = typeof undo.$inferInsert;

/** All that handlers may read and change. */
export interface Views {
  readonly stakedNodes: Rows<StakedNode, number>;
  readonly stakedContributors: Rows<StakedContributor, number>;
  readonly pools: Rows<Pool, Hex>;
  readonly poolContributions: Rows<PoolContribution, string>;
  readonly acceptedCheckpoints: Rows<AcceptedCheckpoint, string>;
  /** By unix seconds of the hour's start. */
  readonly l2Hours: Rows<L2Hour, number>;
  readonly claims: Pick<Claim[], "push">;
  readonly parameterChanges: Pick<ParameterChange[], "push">;
  readonly eventSubjects: Pick<EventSubject[], "push">;
}

/** Rows kept between batches, per table. */
const CAPACITY = 20_000;
/** There are several to a pool, and a first load whose contributions fit looks for none of them: some 40 MB at the most. */
const CONTRIBUTIONS = 100_000;

/** What is kept between batches; to be cleared when the database changes otherwise. */
export class ViewCache {
  readonly stakedNodes = new RowCache<StakedNode, number>(CAPACITY);
  /** Nobody reads these back. */
  readonly stakedContributors = new RowCache<StakedContributor, number>(0);
  readonly pools = new RowCache<Pool, Hex>(CAPACITY);
  readonly poolContributions = new RowCache<PoolContribution, string>(CONTRIBUTIONS);
  readonly acceptedCheckpoints = new RowCache<AcceptedCheckpoint, string>(100);
  readonly l2Hours = new RowCache<L2Hour, number>(10);

  clear(): void {
    for (const cache of this.#all()) cache.clear();
  }

  /** The views are empty: what is kept from now on is all there is. */
  begin(): void {
    for (const cache of this.#all()) cache.begin();
  }

  #all(): Pick<RowCache<unknown, MapKey>, "begin" | "clear">[] {
    return Object.values(this).filter((cache) => cache instanceof RowCache);
  }
}

/** The changes of one batch of steps, in memory until {@link write}. */
export class UnitOfWork implements Views, Journal {
  readonly stakedNodes: RowSet<StakedNode, number>;
  readonly stakedContributors: RowSet<StakedContributor, number>;
  readonly pools: RowSet<Pool, Hex>;
  readonly poolContributions: RowSet<PoolContribution, string>;
  readonly acceptedCheckpoints: RowSet<AcceptedCheckpoint, string>;
  readonly l2Hours: RowSet<L2Hour, number>;
  readonly claims: Claim[] = [];
  readonly parameterChanges: ParameterChange[] = [];
  readonly eventSubjects: EventSubject[] = [];
  readonly undo: UndoRow[] = [];
  step: bigint | undefined;
  #seq = 0;

  /** @param before the batch before, if it may still be being written */
  constructor(cache: ViewCache, before?: UnitOfWork) {
    this.stakedNodes = new RowSet(keyedTables.stakedNodes, {
      journal: this,
      cache: cache.stakedNodes,
      before: before?.stakedNodes,
    });
    this.stakedContributors = new RowSet(keyedTables.stakedContributors, {
      journal: this,
      cache: cache.stakedContributors,
      before: before?.stakedContributors,
    });
    this.pools = new RowSet(keyedTables.pools, { journal: this, cache: cache.pools, before: before?.pools });
    this.poolContributions = new RowSet(keyedTables.poolContributions, {
      journal: this,
      cache: cache.poolContributions,
      before: before?.poolContributions,
    });
    this.acceptedCheckpoints = new RowSet(keyedTables.acceptedCheckpoints, {
      journal: this,
      cache: cache.acceptedCheckpoints,
      before: before?.acceptedCheckpoints,
    });
    this.l2Hours = new RowSet(keyedTables.l2Hours, { journal: this, cache: cache.l2Hours, before: before?.l2Hours });
  }

  /** Changes from now on belong to this step; with undefined, to one that can't be rolled back. */
  begin(step: bigint | undefined): void {
    this.step = step;
    this.#seq = 0;
  }

  note(tableName: string, key: MapKey, row: object | null): void {
    if (this.step === undefined) return;
    this.undo.push({ step: this.step, seq: this.#seq++, tableName, key: [key], row: row && toJsonRow(row) });
  }

  /** Fetches the rows handlers have asked for. */
  async load(queries: Queries): Promise<void> {
    for (const set of this.#sets()) await set.load(queries);
  }

  /** Encodes all that {@link write} writes; nothing may change after it. */
  prepare(database: Pick<Database, "prepare">): void {
    for (const set of this.#sets()) set.prepare(database);
    const { claims, parameterChanges, eventSubjects } = appendTables;
    database.prepare("append", claims, this.claims);
    database.prepare("append", parameterChanges, this.parameterChanges);
    database.prepare("append", eventSubjects, this.eventSubjects);
    database.prepare("append", undo, this.undo);
  }

  async write(writer: Writer): Promise<void> {
    for (const set of this.#sets()) await set.write(writer);
    if (this.claims.length > 0) await writer.append(appendTables.claims, this.claims);
    if (this.parameterChanges.length > 0) await writer.append(appendTables.parameterChanges, this.parameterChanges);
    if (this.eventSubjects.length > 0) await writer.append(appendTables.eventSubjects, this.eventSubjects);
    if (this.undo.length > 0) await writer.append(undo, this.undo);
  }

  /** Keeps the rows for the next batches; to be called when they are durable. */
  settle(): void {
    for (const set of this.#sets()) set.settle();
  }

  #sets(): readonly Pick<RowSet<never, never>, "load" | "prepare" | "write" | "settle">[] {
    const { stakedNodes, stakedContributors, pools, poolContributions, acceptedCheckpoints, l2Hours } = this;
    return [stakedNodes, stakedContributors, pools, poolContributions, acceptedCheckpoints, l2Hours];
  }
}
