import { and, gt, inArray, lte, max } from "drizzle-orm";
import type { Queries } from "../database/database.ts";
import { chainBlocks } from "../raw/schema.ts";
import { timeline } from "../views/timeline/schema.ts";

type Change = { readonly height: number; readonly nodeId: number; readonly joins: boolean };

const JOINS = "node-active";
const MEMBERSHIP = [JOINS, "node-decommissioned", "node-removed", "node-forgotten"];

/** Sets of the newest heights asked for; a set is some thousand numbers. */
const KEPT_SETS = 64;

/**
 * Who could sign the block of a height: the active nodes of the state before it, ascending. Derived from the timeline, which
 * only grows; what is read once is kept.
 */
export class ValidatorSets {
  readonly #queries: Queries;
  readonly #genesisIds: readonly number[];
  readonly #changes: Change[] = [];
  /** By the number of changes applied. */
  readonly #sets = new Map<number, readonly number[]>();
  /** Changes of blocks up to here are read. */
  #readTo = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(queries: Queries, genesisIds: readonly number[]) {
    this.#queries = queries;
    this.#genesisIds = genesisIds;
  }

  /** @param height of a block that is in the database */
  async at(height: number): Promise<readonly number[]> {
    if (this.#readTo < height - 1) {
      // A read that failed is no reason for the next one to fail.
      this.#reading = this.#reading.then(
        () => this.#read(),
        () => this.#read(),
      );
      await this.#reading;
    }
    const count = this.#countBefore(height);
    const known = this.#sets.get(count);
    if (known !== undefined) return known;
    const made = this.#make(count);
    this.#sets.set(count, made);
    for (const old of this.#sets.keys()) if (this.#sets.size > KEPT_SETS) this.#sets.delete(old);
    return made;
  }

  async #read(): Promise<void> {
    // The head first: a block that comes in between is read the next time.
    const [head] = await this.#queries.select({ height: max(chainBlocks.height) }).from(chainBlocks);
    const readTo = head?.height ?? 0;
    const rows = await this.#queries
      .select({ height: timeline.height, nodeId: timeline.nodeId, type: timeline.type })
      .from(timeline)
      .where(
        and(gt(timeline.height, this.#readTo), lte(timeline.height, readTo), inArray(timeline.type, [...MEMBERSHIP])),
      )
      .orderBy(timeline.height, timeline.seq);
    for (const { height, nodeId, type } of rows)
      if (nodeId !== null) this.#changes.push({ height, nodeId, joins: type === JOINS });
    this.#readTo = Math.max(this.#readTo, readTo);
  }

  #countBefore(height: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#changes[middle]?.height ?? 0) < height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #make(count: number): readonly number[] {
    const ids = new Set(this.#genesisIds);
    for (const { nodeId, joins } of this.#changes.slice(0, count)) joins ? ids.add(nodeId) : ids.delete(nodeId);
    return [...ids].sort((a, b) => a - b);
  }
}
