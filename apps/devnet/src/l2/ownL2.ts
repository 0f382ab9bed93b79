import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Anvil, startAnvil } from "@session/testing";
import { DevnetError } from "../errors.ts";
import { Journal, type JournalBlock, type Snapshot } from "./journal.ts";
import { createRpc, type Rpc } from "./rpc.ts";

export type OwnL2Options = {
  readonly folder: string;
  readonly chainId: number;
  readonly port: number;
  readonly genesisTimeSec: number;
  /** By how much L2's clock is ahead of the machine's. */
  readonly clockOffsetSec: number;
  readonly log: (line: string, fields?: Record<string, unknown>) => void;
};

/** A block in Anvil's own detailed answer. */
type MinedBlock = { number: string; timestamp: string; hash: string; transactions: (string | { hash: string })[] };

const BLOCK_INTERVAL_MS = 1_000;
/** Blocks between snapshots: restarting makes at most twice as many again, and Anvil knows the states of those. */
const SNAPSHOT_INTERVAL = 600;

/**
 * The devnet's own L2: an Anvil that makes blocks only when told to, one a second. The next block is asked for only when
 * the one before is in the journal, so a kill −9 at any moment loses one block at most, far inside the nodes' safe lag.
 * After a restart the same times and transactions give the same blocks, hash for hash.
 */
export class OwnL2 {
  readonly #options: OwnL2Options;
  readonly #journal: Journal;
  #anvil: Anvil | undefined;
  #rpc: Rpc;
  #offsetSec: number;
  #head = { number: 0, time: 0 };
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isMining = false;
  #failure: string | undefined;

  constructor(options: OwnL2Options) {
    this.#options = options;
    this.#journal = new Journal(join(options.folder, "journal"));
    this.#rpc = createRpc(`http://127.0.0.1:${options.port}`);
    this.#offsetSec = options.clockOffsetSec;
    this.#head.time = options.genesisTimeSec;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }
  get pid(): number | undefined {
    return this.#anvil?.pid;
  }
  get head(): { readonly number: number; readonly time: number } {
    return this.#head;
  }
  /** Why there was no block the last time one was due. */
  get failure(): string | undefined {
    return this.#failure;
  }
  get rpc(): Rpc {
    return this.#rpc;
  }

  /**
   * Starts Anvil and brings back every kept block; makes no new one yet.
   *
   * @throws DevnetError L2_DIVERGED when the kept blocks can't be made again from any snapshot
   */
  async open(): Promise<void> {
    const snapshots = await this.#journal.snapshots();
    // The older snapshot first: the states of all blocks made again are known, and nodes may ask for them.
    for (const snapshot of [...snapshots].reverse()) {
      const blocks = await this.#journal.blocksAfter(snapshot.number);
      await this.#launch();
      if (await this.#restore(snapshot, blocks)) {
        await this.#journal.dropSnapshotsAfter(snapshot.number + blocks.length);
        this.#journal.resume(await this.#newestSegment(snapshot.number));
        return;
      }
      this.#options.log("kept blocks don't follow from this snapshot", { snapshot: snapshot.number });
      await this.#anvil?.kill();
    }
    if (snapshots.length > 0) throw diverged(snapshots[0]?.number ?? 0);
    await this.#launch();
  }

  /** Makes a block a second from now on. */
  start(): void {
    if (this.#isMining) return;
    this.#isMining = true;
    this.#schedule();
  }

  /** Takes whatever blocks were made without being asked for (a deployment's, `evm_mine` by RPC) into the journal. */
  async catchUp(): Promise<void> {
    const newest = Number(await this.#rpc<string>("eth_blockNumber"));
    const blocks: JournalBlock[] = [];
    for (let number = this.#head.number + 1; number <= newest; number++) {
      const block = await this.#rpc<MinedBlock>("eth_getBlockByNumber", [`0x${number.toString(16)}`, false]);
      blocks.push(await this.#toJournal(block));
    }
    this.#keep(blocks);
  }

  /** Makes blocks now, besides the one a second. */
  async mine(count: number): Promise<number> {
    for (let i = 0; i < count; i++) await this.#inTurn(() => this.#mineNext());
    return this.#head.number;
  }

  /** Moves L2's clock ahead and makes a block at the new time. */
  async warp(seconds: number): Promise<void> {
    this.#offsetSec += seconds;
    await this.#inTurn(() => this.#mineNext());
  }

  /** Ends Anvil in order. The blocks are in the journal already; a last snapshot has what cheat codes changed, too. */
  async close(): Promise<void> {
    await this.#pause();
    if (this.#anvil !== undefined && this.#head.number > 0)
      await this.#takeSnapshot().catch((error: Error) => this.#options.log("no snapshot", { reason: error.message }));
    await this.#anvil?.stop();
    this.#anvil = undefined;
    this.#journal.close();
  }

  async kill(): Promise<void> {
    this.#isMining = false;
    clearTimeout(this.#timer);
    await this.#anvil?.kill();
    await this.#turn.catch(() => undefined);
    this.#anvil = undefined;
    this.#journal.close();
  }

  async #pause(): Promise<void> {
    this.#isMining = false;
    clearTimeout(this.#timer);
    await this.#turn.catch(() => undefined);
  }

  async #launch(): Promise<void> {
    const { folder, chainId, port, genesisTimeSec } = this.#options;
    const cache = join(folder, "cache");
    // States of old blocks, rewritten by each run; a killed Anvil leaves them behind.
    await rm(cache, { recursive: true, force: true });
    this.#anvil = await startAnvil({
      chainId,
      port,
      noMining: true,
      genesisTimestampSec: genesisTimeSec,
      args: ["--order", "fifo", "--cache-path", cache, "--no-request-size-limit"],
    });
    this.#head = { number: 0, time: genesisTimeSec };
    await this.#rpc("anvil_setLoggingEnabled", [false]);
  }

  async #restore(snapshot: Snapshot, blocks: readonly JournalBlock[]): Promise<boolean> {
    try {
      if (snapshot.file !== undefined) {
        const bytes = await this.#journal.readSnapshot(snapshot.file);
        await this.#rpc("anvil_loadState", [`0x${Buffer.from(bytes).toString("hex")}`]);
        const block = await this.#rpc<MinedBlock>("eth_getBlockByNumber", ["latest", false]);
        if (Number(block.number) !== snapshot.number) return false;
        this.#head = { number: snapshot.number, time: Number(block.timestamp) };
      }
      for (const block of blocks) {
        for (const transaction of block.transactions) await this.#rpc("eth_sendRawTransaction", [transaction]);
        const [made] = await this.#rpc<MinedBlock[]>("evm_mine_detailed", [{ timestamp: block.time }]);
        if (made?.hash !== block.hash) return false;
        this.#head = { number: block.number, time: block.time };
      }
      return true;
    } catch (error) {
      if (!(error instanceof DevnetError)) throw error;
      this.#options.log("replay failed", { reason: error.message });
      return false;
    }
  }

  async #newestSegment(base: number): Promise<number> {
    const numbers = (await this.#journal.snapshots()).map(({ number }) => number);
    return numbers.find((number) => number >= base) ?? base;
  }

  #schedule(): void {
    if (!this.#isMining) return;
    const delayMs = BLOCK_INTERVAL_MS - (Date.now() % BLOCK_INTERVAL_MS);
    this.#timer = setTimeout(() => {
      void this.#inTurn(() => this.#mineNext())
        .catch((error: Error) => {
          this.#failure = error.message;
          this.#options.log("no block", { reason: error.message });
        })
        .finally(() => this.#schedule());
    }, delayMs);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run, run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #mineNext(): Promise<void> {
    const now = Math.floor(Date.now() / 1_000) + this.#offsetSec;
    const time = now > this.#head.time ? now : this.#head.time + 1;
    const [block] = await this.#rpc<MinedBlock[]>("evm_mine_detailed", [{ timestamp: time }]);
    if (block === undefined) throw new DevnetError({ code: "L2_RPC", method: "evm_mine_detailed", reason: "no block" });
    this.#failure = undefined;
    if (Number(block.number) === this.#head.number + 1) this.#keep([await this.#toJournal(block)]);
    else await this.catchUp();
    if (this.#head.number % SNAPSHOT_INTERVAL === 0) await this.#takeSnapshot();
  }

  async #toJournal(block: MinedBlock): Promise<JournalBlock> {
    const transactions: string[] = [];
    for (const transaction of block.transactions) {
      const hash = typeof transaction === "string" ? transaction : transaction.hash;
      transactions.push(await this.#rpc<string>("eth_getRawTransactionByHash", [hash]));
    }
    return { number: Number(block.number), time: Number(block.timestamp), hash: block.hash, transactions };
  }

  #keep(blocks: readonly JournalBlock[]): void {
    this.#journal.append(blocks);
    const last = blocks.at(-1);
    if (last !== undefined) this.#head = { number: last.number, time: last.time };
  }

  async #takeSnapshot(): Promise<void> {
    const { number } = this.#head;
    const since = performance.now();
    const state = await this.#rpc<string>("anvil_dumpState");
    await this.#journal.addSnapshot(number, Buffer.from(state.slice(2), "hex"));
    this.#options.log("snapshot", { number, ms: Math.round(performance.now() - since) });
  }
}

function diverged(height: number): DevnetError {
  return new DevnetError(
    { code: "L2_DIVERGED", height },
    `The kept blocks of L2 can't be made again. Were states changed by Anvil's cheat codes? Start afresh: npm run devnet -- --reset`,
  );
}
