import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import {
  type BlockHeader,
  blockHash,
  ChainState,
  CodedError,
  decodeStrict,
  equalBytes,
  FinalBlockSsz,
  isCheckpointHeight,
  presetOf,
  type TransitionContext,
} from "@session/protocol";
import type { Logger } from "pino";
import type { Database } from "../../database/database.ts";
import { IndexerError } from "../../errors.ts";
import type { Notice } from "../../pipeline/notices.ts";
import {
  appendBlocks,
  type Cursor,
  dropStates,
  newestStoredHeight,
  readBlocks,
  readCursor,
  readState,
  type StoredBlock,
  stateHeights,
  writeCursor,
  writeState,
} from "./chainTables.ts";
import { CHAIN_VIEW_TABLES, ChainViews } from "./chainViews.ts";
import { ChainSourceError } from "./errors.ts";
import { type ChainTip, type ExecutedBlock, executeBlock, tipOf } from "./executeBlock.ts";
import { toHex } from "./hex.ts";

/** Blocks that are read from the database and executed at once. */
const STORED_BATCH = 200;
/** While catching up, a state is written about this often: what a start has to execute again. */
const STATE_INTERVAL_BLOCKS = 200;

export type ChainRecorderModules = {
  readonly database: Database;
  readonly network: Network;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
};

/** The appchain in the database: raw blocks, their views and the cursor, moved on in one transaction per batch. */
export class ChainRecorder {
  readonly context: TransitionContext;
  readonly #modules: ChainRecorderModules;
  #views = new ChainViews();
  #tip: ChainTip;
  #stateHeight = 0;

  private constructor(modules: ChainRecorderModules) {
    const { genesis, genesisHash } = modules.network;
    this.#modules = modules;
    this.context = { genesis, genesisHash, preset: presetOf(genesis.preset), bls: blst };
    this.#tip = this.#genesisTip();
  }

  /**
   * Goes on where the database stands: from a kept state, or from the genesis when none is whole; blocks stored beyond the
   * views are brought into them first.
   *
   * @throws IndexerError DATA_OF_OTHER_NETWORK; ChainSourceError STORED_BLOCK_DAMAGED; DatabaseError
   */
  static async open(modules: ChainRecorderModules): Promise<ChainRecorder> {
    const recorder = new ChainRecorder(modules);
    await recorder.#resume();
    await recorder.#takeStored();
    return recorder;
  }

  /**
   * Empties the appchain's views and makes them again from the stored blocks alone. Interrupted, the next {@link open} goes
   * on with it.
   *
   * @throws like {@link open}
   */
  static async replay(modules: ChainRecorderModules): Promise<ChainRecorder> {
    const recorder = new ChainRecorder(modules);
    await recorder.#checkNetwork((await readCursor(modules.database.queries)) ?? recorder.#cursor());
    await recorder.#writeGenesis();
    await recorder.#takeStored();
    return recorder;
  }

  /**
   * Looks whether the database holds this network's blocks, or none: to be asked before anything in it is changed.
   *
   * @throws IndexerError DATA_OF_OTHER_NETWORK
   */
  static async checkNetwork(modules: ChainRecorderModules): Promise<void> {
    const cursor = await readCursor(modules.database.queries);
    if (cursor !== undefined) await new ChainRecorder(modules).#checkNetwork(cursor);
  }

  /** Newest block the database has. */
  get tip(): ChainTip {
    return this.#tip;
  }

  /**
   * Stores verified blocks that follow the tip, with all that follows from them.
   *
   * @returns what to tell others, now that it is durable
   * @throws DatabaseError; this recorder is of no use after that
   */
  async commit(blocks: readonly ExecutedBlock[], options: { readonly isStored?: boolean } = {}): Promise<Notice> {
    const last = blocks.at(-1);
    if (last === undefined) throw new RangeError("a batch has a block");
    for (const block of blocks) this.#views.take(block);
    const checkpoint = options.isStored ? undefined : this.#checkpointToKeep(blocks);
    const cursor: Cursor = { height: last.state.height, hash: toHex(last.hash) };
    await this.#modules.database.transaction(async (writer) => {
      if (!options.isStored) await appendBlocks(writer, blocks);
      await this.#views.write(writer);
      if (checkpoint !== undefined) await writeState(writer, checkpoint.height, checkpoint.serialize());
      await writeCursor(writer, cursor);
    });
    this.#tip = tipOf(last);
    if (checkpoint !== undefined) this.#stateHeight = checkpoint.height;
    return { source: "chain", number: BigInt(cursor.height), topics: this.#views.takeTopics() };
  }

  /** At the head each checkpoint, otherwise one in a while. */
  #checkpointToKeep(blocks: readonly ExecutedBlock[]): ChainState | undefined {
    const { preset } = this.context;
    const checkpoint = blocks.findLast(({ state }) => isCheckpointHeight(state.height, preset))?.state;
    if (checkpoint === undefined) return undefined;
    const isAtHead = blocks.length <= preset.checkpointIntervalBlocks;
    return isAtHead || checkpoint.height - this.#stateHeight >= STATE_INTERVAL_BLOCKS ? checkpoint : undefined;
  }

  #genesisTip(): ChainTip {
    const { genesis, genesisHash } = this.#modules.network;
    return { state: ChainState.fromGenesis(genesis), hash: genesisHash };
  }

  #cursor(): Cursor {
    return { height: this.#tip.state.height, hash: toHex(this.#tip.hash) };
  }

  async #resume(): Promise<void> {
    const { queries } = this.#modules.database;
    const cursor = await readCursor(queries);
    if (cursor === undefined) return this.#writeGenesis();
    await this.#checkNetwork(cursor);
    this.#tip = await this.#newestWholeState(cursor.height);
    this.#stateHeight = this.#tip.state.height;
    this.#views.startAt(this.#tip.state);
    await this.#execute(cursor.height, async (blocks) => {
      for (const block of blocks) this.#views.follow(block);
    });
    const { height, hash } = this.#cursor();
    if (height !== cursor.height || hash !== cursor.hash)
      throw damaged(cursor.height, `its hash is ${hash}, the views were made with ${cursor.hash}`);
    await this.#views.load(queries, { height, time: this.#tip.state.time });
  }

  async #writeGenesis(): Promise<void> {
    const { state } = this.#tip;
    this.#views.takeGenesis(state);
    this.#views.startAt(state);
    await this.#modules.database.transaction(async (writer) => {
      for (const table of CHAIN_VIEW_TABLES) await writer.queries.delete(table);
      await this.#views.write(writer);
      await writeCursor(writer, this.#cursor());
    });
  }

  async #checkNetwork(cursor: Cursor): Promise<void> {
    const expected = toHex(this.#modules.network.genesisHash);
    const [first] = await readBlocks(this.#modules.database.queries, 1, 1);
    const header = first === undefined ? undefined : readHeader(first);
    const found = header === undefined ? (cursor.height === 0 ? cursor.hash : expected) : toHex(header.genesisHash);
    if (found !== expected)
      throw new IndexerError(
        { code: "DATA_OF_OTHER_NETWORK", found, expected },
        `The database holds the blocks of another network than the one with genesis hash ${expected}. Give this network a database of its own.`,
      );
  }

  /** The newest kept state whose root is that of its block; the genesis when there is none. */
  async #newestWholeState(height: number): Promise<ChainTip> {
    const { database, logger } = this.#modules;
    for (const candidate of await stateHeights(database.queries, height)) {
      const [block] = await readBlocks(database.queries, candidate, 1);
      const tip = block === undefined ? undefined : await this.#readTip(block);
      if (tip !== undefined) return tip;
      logger.warn({ height: candidate }, "a kept state is damaged: it is made again from blocks before it");
      await dropStates(database.queries, [candidate]);
    }
    return this.#genesisTip();
  }

  async #readTip(block: StoredBlock): Promise<ChainTip | undefined> {
    const ssz = await readState(this.#modules.database.queries, block.height);
    const header = readHeader(block);
    if (ssz === undefined || header === undefined) return undefined;
    try {
      const state = ChainState.deserialize(ssz, this.#modules.network.genesis);
      return equalBytes(state.root(), header.stateRoot) ? { state, hash: blockHash(header) } : undefined;
    } catch (error) {
      if (error instanceof CodedError) return undefined;
      throw error;
    }
  }

  /** Blocks stored beyond the views: of a replay, finished or broken off. */
  async #takeStored(): Promise<void> {
    const newest = await newestStoredHeight(this.#modules.database.queries);
    await this.#execute(newest, async (blocks) => void (await this.commit(blocks, STORED)));
  }

  /** Executes stored blocks up to `height` in batches, and moves the tip. */
  async #execute(height: number, onBatch: (blocks: readonly ExecutedBlock[]) => Promise<void>): Promise<void> {
    const { database, signal } = this.#modules;
    while (this.#tip.state.height < height) {
      signal?.throwIfAborted();
      const from = this.#tip.state.height + 1;
      const stored = await readBlocks(database.queries, from, Math.min(STORED_BATCH, height - from + 1));
      if (stored.length === 0) throw damaged(from, "it is missing");
      const blocks: ExecutedBlock[] = [];
      let tip = this.#tip;
      for (const { ssz } of stored) {
        const result = executeBlock(tip, ssz, this.context, STORED);
        if ("fault" in result) throw damaged(tip.state.height + 1, result.fault.reason);
        blocks.push(result.block);
        tip = tipOf(result.block);
      }
      await onBatch(blocks);
      this.#tip = tip;
    }
  }
}

const STORED = { isStored: true };

/** Undefined when its bytes are no block any more: executing it will say so. */
function readHeader({ ssz }: StoredBlock): BlockHeader | undefined {
  try {
    return decodeStrict(FinalBlockSsz, ssz).block.header;
  } catch {
    return undefined;
  }
}

function damaged(height: number, reason: string): ChainSourceError {
  return new ChainSourceError(
    { code: "STORED_BLOCK_DAMAGED", height, reason },
    `Block ${height} in the database is damaged (${reason}). Restore a backup, or start with an empty database: it is read again from the network.`,
  );
}
