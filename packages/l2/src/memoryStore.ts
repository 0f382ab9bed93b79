import type { Child, ChildKind, FollowerState, FollowerStore, StoreChange, StoredStep } from "./store.ts";
import type { BlockRef, L2Log } from "./types.ts";

const keyOf = (block: BlockRef): string => `${block.number}/${block.hash}`;
const numberOfStep = ({ block }: StoredStep): bigint => block.number;
const numberOfLog = ({ blockNumber }: L2Log | Child): bigint => blockNumber;

/** Index of the first item with a number above this one; the items are ascending. */
function indexAfter<T>(items: readonly T[], numberOf: (item: T) => bigint, number: bigint): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && numberOf(item) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function dropAfter<T>(items: T[], numberOf: (item: T) => bigint, number: bigint): T[] {
  return items.splice(indexAfter(items, numberOf, number));
}

/** A store that lives as long as the process: for tests, and for tools that read once. */
export class MemoryStore implements FollowerStore {
  #state: FollowerState | undefined;
  readonly #steps: StoredStep[] = [];
  readonly #logs: L2Log[] = [];
  readonly #children: Child[] = [];
  readonly #dropped = new Map<string, BlockRef>();

  async state(): Promise<FollowerState | undefined> {
    return this.#state;
  }

  async step(number: bigint): Promise<StoredStep | undefined> {
    const step = this.#steps[indexAfter(this.#steps, numberOfStep, number) - 1];
    return step?.block.number === number ? step : undefined;
  }

  async stepsDown(from: bigint, limit: number): Promise<StoredStep[]> {
    const end = indexAfter(this.#steps, numberOfStep, from);
    return this.#steps.slice(Math.max(0, end - limit), end).reverse();
  }

  async stepsAfter(number: bigint, limit: number): Promise<StoredStep[]> {
    const start = indexAfter(this.#steps, numberOfStep, number);
    return this.#steps.slice(start, start + limit);
  }

  async logs(fromExclusive: bigint, toInclusive: bigint, limit = Number.POSITIVE_INFINITY): Promise<L2Log[]> {
    const start = indexAfter(this.#logs, numberOfLog, fromExclusive);
    const end = indexAfter(this.#logs, numberOfLog, toInclusive);
    return this.#logs.slice(start, Math.min(end, start + limit));
  }

  async children({ factory, created, childTopic }: ChildKind): Promise<Child[]> {
    return this.#children.filter(
      (child) => child.factory === factory && child.created === created && child.childTopic === childTopic,
    );
  }

  async ancestorOfDropped(step: BlockRef): Promise<BlockRef | undefined> {
    return this.#dropped.get(keyOf(step));
  }

  async write(change: StoreChange): Promise<void> {
    const { rollbackTo } = change;
    if (rollbackTo !== undefined) {
      for (const { block } of dropAfter(this.#steps, numberOfStep, rollbackTo.number))
        this.#dropped.set(keyOf(block), rollbackTo);
      dropAfter(this.#logs, numberOfLog, rollbackTo.number);
      dropAfter(this.#children, numberOfLog, rollbackTo.number);
    }
    for (const step of change.steps ?? []) this.#steps.push(step);
    for (const log of change.logs ?? []) this.#logs.push(log);
    for (const child of change.children ?? []) this.#children.push(child);
    this.#state = change.state;
  }

  async close(): Promise<void> {}
}
