import { dirname } from "node:path";
import {
  type Block,
  blockHash,
  ChainState,
  type Commit,
  decodeStrict,
  type EventOutcome,
  FinalBlockSsz,
  type Genesis,
  type StateEvent,
} from "@session/protocol";
import { type BatchWrite, type Database, toOrderedKey } from "./database.ts";
import { corruptStore, type StoreError } from "./errors.ts";
import { HeadMark } from "./headMark.ts";
import { fromJsonBytes, toJsonBytes } from "./json.ts";

/** A final block with the commit that made it final. */
export type FinalBlock = { readonly block: Block; readonly commit: Commit };
export type StoredOutcome = EventOutcome & { readonly height: number; readonly nodeId: number | null };
export type StoredHistory = { readonly height: number; readonly time: number; readonly change: StateEvent };
export type Executed = {
  readonly state: ChainState;
  readonly outcomes: readonly EventOutcome[];
  readonly changes: readonly StateEvent[];
};

/** States of the newest checkpoints are kept for claims, and as places to go back to when the store is damaged. */
const CHECKPOINT_STATES = 3;

const hashKey = (hash: Uint8Array) => `hash/${Buffer.from(hash).toString("hex")}`;
const blockKey = (height: number) => `block/${toOrderedKey(height)}`;
const stateKey = (height: number) => `state/${toOrderedKey(height)}`;

/** Final blocks, their outcomes and the states after them: one block is one atomic, fsynced batch. */
export class ChainStore {
  readonly #database: Database;
  readonly #genesis: Genesis;
  readonly #mark: HeadMark;

  constructor(database: Database, genesis: Genesis) {
    this.#database = database;
    this.#genesis = genesis;
    this.#mark = new HeadMark(dirname(database.path));
  }

  /**
   * The newest block and the state after it, checked against its own header.
   *
   * @returns undefined for an empty store
   * @throws StoreError STORE_CORRUPT with the newest height whose block and state are whole
   */
  async loadHead(): Promise<(FinalBlock & { state: ChainState }) | undefined> {
    const head = (await this.#newestHeight()) ?? 0;
    const marked = await this.#mark.read();
    if (marked > head) throw await this.#corrupt(`blocks ${head + 1} to ${marked} are lost`);
    if (head === 0) return undefined;
    const found = await this.#loadAt(head);
    if (found !== undefined) return found;
    throw await this.#corrupt(`block or state ${head} contradicts its own hash`);
  }

  /** Newest height with a whole block and state; 0 when only the genesis is left. */
  async findGoodHeight(): Promise<number> {
    for await (const key of this.#database.keys("state", { reverse: true })) {
      const height = Number(key.slice("state/".length));
      if ((await this.#loadAt(height)) !== undefined) return height;
    }
    return 0;
  }

  /** Whether every block from 1 to `height` is there. */
  async hasAllUpTo(height: number): Promise<boolean> {
    let next = 1;
    for await (const key of this.#database.keys("block")) {
      if (next > height || key !== blockKey(next)) break;
      next++;
    }
    return next > height;
  }

  async save(final: FinalBlock, executed: Executed, checkpointIntervalBlocks: number): Promise<void> {
    const { header } = final.block;
    const { height } = header;
    const batch: BatchWrite[] = [
      { type: "put", key: blockKey(height), value: FinalBlockSsz.serialize(final) },
      { type: "put", key: stateKey(height), value: executed.state.serialize() },
      ...derivedWrites(header, executed),
    ];
    for (const old of statesToDrop(height, checkpointIntervalBlocks)) batch.push({ type: "del", key: stateKey(old) });
    await this.#database.write(batch);
    await this.#mark.write(height);
  }

  /** Writes again what follows from a stored block: its place by hash, outcomes, histories. */
  async saveDerived({ header }: Block, executed: Executed): Promise<void> {
    await this.#database.write(derivedWrites(header, executed));
  }

  async blockAt(height: number): Promise<FinalBlock | undefined> {
    const bytes = await this.#database.get(blockKey(height));
    return bytes === undefined ? undefined : FinalBlockSsz.deserialize(bytes);
  }

  /** SSZ `FinalBlock`, as stored. */
  finalBlockBytes(height: number): Promise<Uint8Array | undefined> {
    return this.#database.get(blockKey(height));
  }

  /** Ids of the validators of a height, ascending: bit i of its commit is the i-th. */
  async validatorIdsAt(height: number): Promise<readonly number[]> {
    const range = this.#database.range("validators/", `validators/${toOrderedKey(height)}~`, {
      reverse: true,
      limit: 1,
    });
    for await (const [, value] of range) return fromJsonBytes<number[]>(value);
    return this.#genesis.nodes.map(({ id }) => id);
  }

  async heightOf(hash: Uint8Array): Promise<number | undefined> {
    const bytes = await this.#database.get(hashKey(hash));
    return bytes === undefined ? undefined : fromJsonBytes<number>(bytes);
  }

  async stateAt(height: number): Promise<ChainState | undefined> {
    if (height === 0) return ChainState.fromGenesis(this.#genesis);
    const bytes = await this.#database.get(stateKey(height));
    return bytes === undefined ? undefined : ChainState.deserialize(bytes, this.#genesis);
  }

  /** Outcomes of L2 events of block `height`, in order. */
  async outcomesOf(height: number): Promise<StoredOutcome[]> {
    const bytes = await this.#database.get(`outcomes/${toOrderedKey(height)}`);
    return bytes === undefined ? [] : fromJsonBytes<StoredOutcome[]>(bytes);
  }

  /** All outcomes in L2 order after `cursor` (a key of an earlier answer). */
  async *outcomes(cursor: string | undefined): AsyncGenerator<[string, StoredOutcome]> {
    for await (const [key, value] of this.#database.range(
      cursor === undefined ? "event/" : `event/${cursor}~`,
      "event0",
    ))
      yield [key.slice("event/".length), fromJsonBytes<StoredOutcome>(value)];
  }

  async *history(node: number, cursor: string | undefined): AsyncGenerator<[string, StoredHistory]> {
    const prefix = `history/${toOrderedKey(node)}/`;
    for await (const [key, value] of this.#database.range(
      `${prefix}${cursor === undefined ? "" : `${cursor}~`}`,
      `${prefix}~`,
    ))
      yield [key.slice(prefix.length), fromJsonBytes<StoredHistory>(value)];
  }

  /** Goes back to `height`: later blocks and states are dropped and will be fetched from peers again. */
  async truncate(height: number): Promise<void> {
    const batch: BatchWrite[] = [];
    for (const table of ["block", "state", "outcomes"])
      for await (const key of this.#database.keys(table))
        if (key > `${table}/${toOrderedKey(height)}`) batch.push({ type: "del", key });
    for await (const key of this.#database.keys("validators"))
      if (key > `validators/${toOrderedKey(height + 1)}`) batch.push({ type: "del", key });
    for await (const [key, value] of this.#database.table("hash"))
      if (fromJsonBytes<number>(value) > height) batch.push({ type: "del", key });
    for (const table of ["event", "history"])
      for await (const [key, value] of this.#database.table(table))
        if (fromJsonBytes<{ height: number }>(value).height > height) batch.push({ type: "del", key });
    await this.#database.write(batch);
    await this.#mark.write(height);
  }

  async #corrupt(what: string): Promise<StoreError> {
    return corruptStore(dirname(this.#database.path), what, await this.findGoodHeight());
  }

  async #newestHeight(): Promise<number | undefined> {
    for await (const key of this.#database.keys("block", { reverse: true, limit: 1 }))
      return Number(key.slice("block/".length));
    return undefined;
  }

  /** Undefined when anything of the height is missing, unreadable or contradicts its hash. */
  async #loadAt(height: number): Promise<(FinalBlock & { state: ChainState }) | undefined> {
    try {
      const bytes = await this.#database.get(blockKey(height));
      const state = await this.stateAt(height);
      if (bytes === undefined || state === undefined) return undefined;
      const final = decodeStrict(FinalBlockSsz, bytes);
      const isWhole =
        Buffer.compare(state.root(), final.block.header.stateRoot) === 0 &&
        Buffer.compare(blockHash(final.block.header), final.commit.blockHash) === 0;
      return isWhole ? { ...final, state } : undefined;
    } catch {
      return undefined;
    }
  }
}

function derivedWrites(header: Block["header"], { state, outcomes, changes }: Executed): BatchWrite[] {
  const { height, time } = header;
  return [
    { type: "put", key: hashKey(blockHash(header)), value: toJsonBytes(height) },
    ...validatorWrites(state),
    ...outcomeWrites(height, outcomes),
    ...historyWrites(height, time, changes),
  ];
}

/** The set of the next height, if it differs from this one's: a state forgets sets after a few heights, bitmaps stay. */
function validatorWrites(state: ChainState): BatchWrite[] {
  const ids = state.validators().map(({ id }) => id);
  const before = state.validatorsAt(state.height)?.map(({ id }) => id);
  if (before !== undefined && before.join() === ids.join()) return [];
  return [{ type: "put", key: `validators/${toOrderedKey(state.height + 1)}`, value: toJsonBytes(ids) }];
}

function outcomeWrites(height: number, outcomes: readonly EventOutcome[]): BatchWrite[] {
  if (outcomes.length === 0) return [];
  const stored = outcomes.map((outcome): StoredOutcome => ({ ...outcome, height, nodeId: outcome.node ?? null }));
  const writes = stored.map(
    (outcome): BatchWrite => ({
      type: "put",
      key: `event/${toOrderedKey(outcome.l2Number)}/${toOrderedKey(outcome.logIndex)}`,
      value: toJsonBytes(outcome),
    }),
  );
  return [...writes, { type: "put", key: `outcomes/${toOrderedKey(height)}`, value: toJsonBytes(stored) }];
}

function historyWrites(height: number, time: number, changes: readonly StateEvent[]): BatchWrite[] {
  return changes.flatMap((change, index): BatchWrite[] => {
    if (!("node" in change) || typeof change.node !== "number") return [];
    const key = `history/${toOrderedKey(change.node)}/${toOrderedKey(height)}-${toOrderedKey(index)}`;
    return [{ type: "put", key, value: toJsonBytes({ height, time, change } satisfies StoredHistory) }];
  });
}

/** With block `height` stored: the state before it unless a checkpoint's, and the checkpoint state that is now one too many. */
function statesToDrop(height: number, interval: number): number[] {
  const previous = height - 1;
  const drop = previous > 0 && previous % interval !== 0 ? [previous] : [];
  if (height % interval === 0 && height > interval * CHECKPOINT_STATES)
    drop.push(height - interval * CHECKPOINT_STATES);
  return drop;
}
