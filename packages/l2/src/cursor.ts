import { encodeJson } from "./codec.ts";
import { L2Error } from "./errors.ts";
import type { FollowerConfig, FollowerState, FollowerStore, StoreChange, StoredStep } from "./store.ts";
import type { BatchLimits, ChildRule, FollowerOptions, Hex, L2Block, L2Step } from "./types.ts";

/** The newest multiple of `step` that is not above `number`. */
export const floorStep = (number: bigint, step: bigint): bigint => number - (number % step);

/** The part of the options the stored data depends on. */
export function toConfig(options: FollowerOptions): FollowerConfig {
  return {
    chainId: options.chainId,
    startBlock: options.startBlock,
    step: options.step,
    addresses: options.addresses.map((address) => address.toLowerCase() as Hex).sort(),
    reads: (options.reads ?? []).map(({ to, data }) => `${to}:${data}`.toLowerCase()),
    ...(options.children === undefined || options.children.length === 0 ? {} : { children: toRules(options.children) }),
  };
}

function toRules(children: readonly ChildRule[]): string[] {
  const texts = children.map(({ factory, created, childTopic, topics }) =>
    `${factory}:${created}:${childTopic}:${[...topics].sort().join(",")}`.toLowerCase(),
  );
  return texts.sort();
}

/**
 * Refuses a store that was filled for something else: following on with other contracts or another step leaves gaps.
 *
 * @throws L2Error `STORE_MISMATCH`
 */
export function checkConfig(stored: FollowerConfig, configured: FollowerConfig): void {
  for (const field of Object.keys({ ...stored, ...configured }) as (keyof FollowerConfig)[]) {
    const [was, is] = [encodeJson(stored[field] ?? null), encodeJson(configured[field] ?? null)];
    if (was !== is)
      throw new L2Error(
        { code: "STORE_MISMATCH", field, stored: was, configured: is },
        `the L2 store was filled with ${field} = ${was}, the options say ${is}: ` +
          "use the store's options, or remove the store to follow again from the start block",
      );
  }
}

/** A step with the logs since the step before; of those before the start block none is stored. */
export async function withLogs(store: FollowerStore, { step }: FollowerConfig, stored: StoredStep): Promise<L2Step> {
  const { number } = stored.block;
  return { block: stored.block, reads: stored.reads, logs: await store.logs(number - step, number) };
}

/** Steps after `position` with their logs, as many as the limits allow but at least one if there is one. */
export async function stepsWithLogs(
  store: FollowerStore,
  config: FollowerConfig,
  position: bigint,
  { maxLogs, maxSteps = 1_000 }: BatchLimits,
): Promise<L2Step[]> {
  const stored = await store.stepsAfter(position, maxSteps);
  const [first, last] = [stored[0], stored.at(-1)];
  if (first === undefined || last === undefined) return [];
  const since = first.block.number - config.step;
  const logs = await store.logs(since, last.block.number, maxLogs + 1);
  const cut = logs.length > maxLogs ? logs.at(-1) : undefined;
  // The step of the first log that is too many, and all after it, are left for the next time.
  const whole = cut === undefined ? stored : stored.filter(({ block }) => block.number < cut.blockNumber);
  if (whole.length === 0) return [await withLogs(store, config, first)];
  let next = 0;
  return whole.map(({ block, reads }) => {
    const start = next;
    while (next < logs.length && (logs[next]?.blockNumber ?? 0n) <= block.number) next++;
    return { block, reads, logs: logs.slice(start, next) };
  });
}

/** The steps of a change with all their logs, as far as all that has happened since the step before is in it. */
export function wholeSteps({ state, steps = [], logs = [] }: StoreChange, previous: bigint): L2Step[] {
  const { step } = state.config;
  let next = 0;
  return steps.flatMap(({ block, reads }) => {
    const since = block.number - step;
    while (next < logs.length && (logs[next]?.blockNumber ?? 0n) <= since) next++;
    const start = next;
    while (next < logs.length && (logs[next]?.blockNumber ?? 0n) <= block.number) next++;
    return previous > since ? [] : [{ block, reads, logs: logs.slice(start, next) }];
  });
}

/** What makes walking back possible: the start block is entry 0, the i-th step after it entry i. */
export class StoredChain {
  readonly #store: FollowerStore;
  readonly #state: FollowerState;

  constructor(store: FollowerStore, state: FollowerState) {
    this.#store = store;
    this.#state = state;
  }

  /** Entry of the newest block kept at or below `number`, which is not below the start block. */
  indexOf(number: bigint): bigint {
    const { startBlock, step } = this.#state.config;
    const top = number < this.#state.cursor.number ? number : this.#state.cursor.number;
    return top / step - startBlock / step;
  }

  async blockAt(index: bigint): Promise<L2Block> {
    const { config, anchor } = this.#state;
    if (index === 0n) return anchor;
    const stored = await this.#store.step((config.startBlock / config.step + index) * config.step);
    if (stored === undefined) throw new RangeError(`the L2 store lacks step ${index} after its start block`);
    return stored.block;
  }

  /**
   * The newest block kept, at or below `number`, that `has` says is on the provider's chain; undefined if not even
   * `floor` is. A block that is there vouches for all before it (hash-linked), so this is a binary search.
   */
  async newestCommon(
    floor: bigint,
    number: bigint,
    has: (block: L2Block) => Promise<boolean>,
  ): Promise<L2Block | undefined> {
    let low = this.indexOf(floor);
    let common = await this.blockAt(low);
    if (!(await has(common))) return undefined;
    for (let high = this.indexOf(number); low < high; ) {
      const middle = (low + high + 1n) / 2n;
      const block = await this.blockAt(middle);
      if (await has(block)) [low, common] = [middle, block];
      else high = middle - 1n;
    }
    return common;
  }
}
