import type { FollowerState, FollowerStore, StoreChange, StoredStep } from "./store.ts";
import type { BlockRef, L2Log } from "./types.ts";

const keyOf = (block: BlockRef): string => `${block.number}/${block.hash}`;

/** A store that lives as long as the process: for tests, and for tools that read once. */
export class MemoryStore implements FollowerStore {
  #state: FollowerState | undefined;
  #steps: StoredStep[] = [];
  #logs: L2Log[] = [];
  readonly #dropped = new Map<string, BlockRef>();

  async state(): Promise<FollowerState | undefined> {
    return this.#state;
  }

  async step(number: bigint): Promise<StoredStep | undefined> {
    return this.#steps.find(({ block }) => block.number === number);
  }

  async stepsDown(from: bigint, limit: number): Promise<StoredStep[]> {
    const newestFirst = this.#steps.filter(({ block }) => block.number <= from).reverse();
    return newestFirst.slice(0, limit);
  }

  async stepAfter(number: bigint): Promise<StoredStep | undefined> {
    return this.#steps.find(({ block }) => block.number > number);
  }

  async logs(fromExclusive: bigint, toInclusive: bigint): Promise<L2Log[]> {
    return this.#logs.filter(({ blockNumber }) => blockNumber > fromExclusive && blockNumber <= toInclusive);
  }

  async ancestorOfDropped(step: BlockRef): Promise<BlockRef | undefined> {
    return this.#dropped.get(keyOf(step));
  }

  async write(change: StoreChange): Promise<void> {
    const { rollbackTo } = change;
    if (rollbackTo !== undefined) {
      for (const { block } of this.#steps)
        if (block.number > rollbackTo.number) this.#dropped.set(keyOf(block), rollbackTo);
      this.#steps = this.#steps.filter(({ block }) => block.number <= rollbackTo.number);
      this.#logs = this.#logs.filter(({ blockNumber }) => blockNumber <= rollbackTo.number);
    }
    this.#steps.push(...(change.steps ?? []));
    this.#logs.push(...(change.logs ?? []));
    this.#state = change.state;
  }

  async close(): Promise<void> {}
}
