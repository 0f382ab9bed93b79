import { CodedError, type Height } from "@session/protocol";
import type { Clock } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import type { P2pLogger, PeerName, SignedBlock } from "../p2p/ports.ts";
import type { Batch } from "./batch.ts";
import { SyncError } from "./errors.ts";
import { Fetcher } from "./fetcher.ts";
import type { SyncChainPort, SyncNetwork } from "./ports.ts";

export type BlockSyncOptions = {
  /** Blocks per request. */
  readonly batchBlocks: number;
  /** Requests at once. */
  readonly parallel: number;
  /** Heads to hear of before the first handover to consensus. 0: a network of one. */
  readonly peersToHear: number;
  /** After which the first handover happens though fewer peers were heard. */
  readonly firstWaitMs: number;
  /** One block behind: consensus may be about to decide it, so it gets this long. */
  readonly oneBehindMs: number;
  /** Pause before trying again when no peer gives the next block. */
  readonly retryMs: number;
};

export const DEFAULT_BLOCK_SYNC: BlockSyncOptions = {
  batchBlocks: 64,
  parallel: 4,
  peersToHear: 1,
  firstWaitMs: 5_000,
  oneBehindMs: 500,
  retryMs: 1_000,
};

export type BlockSyncModules = {
  readonly chain: SyncChainPort;
  readonly network: SyncNetwork;
  readonly logger: P2pLogger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly metrics: Pick<P2pMetrics, "syncBlocks" | "syncTarget" | "syncRunning">;
  /** The head is that of the best peer: consensus takes over. `brought`: blocks imported since the last call. */
  readonly onSynced: (brought: number) => void;
  /** The node's own fault (storage): sync has stopped. */
  readonly onFailed: (error: unknown) => void;
};

export type SyncStatus = { readonly running: boolean; readonly synced: boolean; readonly target: Height };

/**
 * Brings a node that was away to the head: blocks with their commits from several peers, each verified before it counts,
 * then hands over to consensus; starts again when peers show that it has fallen behind (protocol/p2p.md#sync).
 *
 * @example
 * const sync = new BlockSync(DEFAULT_BLOCK_SYNC, modules);
 * sync.start();
 */
export class BlockSync {
  readonly #options: BlockSyncOptions;
  readonly #modules: BlockSyncModules;
  readonly #fetcher: Fetcher;
  /** Peers being asked for their head, so that a hundred hints cost one question. */
  readonly #asking = new Set<PeerName>();
  #unlisten: (() => void) | undefined;
  #running = false;
  #synced = false;
  #waitedEnough = false;
  /** Blocks imported since the last handover. */
  #brought = 0;
  #timer: unknown;
  #firstTimer: unknown;
  #wake: (() => void) | undefined;

  constructor(options: BlockSyncOptions, modules: BlockSyncModules) {
    this.#options = options;
    this.#modules = modules;
    this.#fetcher = new Fetcher(modules);
  }

  /** Listens to the network; the first run begins once enough heads are known. */
  start(): void {
    const { network, clock } = this.#modules;
    this.#unlisten = network.listen({
      peerStatus: () => this.#consider(),
      peerGone: (peer) => {
        this.#fetcher.forget(peer);
        this.#wake?.();
      },
      behind: (height, from) => void this.#hint(height, from),
    });
    this.#firstTimer = clock.setTimeout(() => this.#first(), this.#options.firstWaitMs);
    this.#consider();
  }

  close(): void {
    const { clock } = this.#modules;
    this.#unlisten?.();
    this.#unlisten = undefined;
    clock.clearTimeout(this.#timer);
    clock.clearTimeout(this.#firstTimer);
    this.#wake?.();
  }

  status(): SyncStatus {
    return { running: this.#running, synced: this.#synced && !this.#running, target: this.#target() };
  }

  /**
   * Highest head connected peers claim; the own one if that is higher. Who claims the next block but didn't deliver it
   * isn't believed as long as anybody else tells a head: one peer's claim can't keep a node from taking part.
   */
  #target(): Height {
    const { height } = this.#modules.chain.head();
    const told = this.#modules.network
      .peers()
      .flatMap(({ id, status }) => (status === undefined ? [] : { id, status }));
    const credible = told.filter(({ id }) => !this.#fetcher.isDoubted(id, height + 1));
    return Math.max(height, ...(credible.length > 0 ? credible : told).map(({ status }) => status.height));
  }

  #heard(): number {
    return this.#modules.network.peers().filter(({ status }) => status !== undefined).length;
  }

  /** Before the first handover: one peer alone may be the liar that was just dropped. */
  #hasHeardEnough(): boolean {
    return this.#synced || this.#waitedEnough || this.#heard() >= this.#options.peersToHear;
  }

  #first(): void {
    this.#waitedEnough = true;
    if (this.#synced || this.#running) return;
    this.#modules.logger.warn({ heard: this.#heard() }, "sync: few peers told their head; consensus starts anyway");
    void this.#run();
  }

  #consider(): void {
    this.#wake?.();
    if (this.#running || this.#unlisten === undefined) return;
    const behind = this.#target() - this.#modules.chain.head().height;
    if (!this.#synced) {
      if (behind > 0 || this.#hasHeardEnough()) void this.#run();
    } else if (behind >= 2) void this.#run();
    else if (behind === 1) this.#later();
  }

  /** One behind is normal for a moment; two are not. */
  #later(): void {
    if (this.#timer !== undefined) return;
    const head = this.#modules.chain.head().height;
    this.#timer = this.#modules.clock.setTimeout(() => {
      this.#timer = undefined;
      if (this.#modules.chain.head().height === head && this.#target() > head) void this.#run();
    }, this.#options.oneBehindMs);
  }

  /** Somebody speaks of heights this node hasn't reached: their head is asked for, as what they told before is old. */
  async #hint(height: Height, from: PeerName): Promise<void> {
    if (height <= this.#modules.chain.head().height) return;
    const { network, signal } = this.#modules;
    const known = network.peers().find(({ id }) => id === from)?.status;
    if (known !== undefined && known.height >= height) this.#consider();
    if ((known !== undefined && known.height >= height) || this.#asking.has(from)) return;
    this.#asking.add(from);
    await network.refreshStatus(from, signal).finally(() => this.#asking.delete(from));
  }

  async #run(): Promise<void> {
    if (this.#running || this.#unlisten === undefined) return;
    const { chain, logger, metrics, signal } = this.#modules;
    this.#running = true;
    metrics.syncRunning.set(1);
    const startHeight = chain.head().height;
    try {
      while (this.#target() > chain.head().height && this.#unlisten !== undefined && !signal.aborted)
        await this.#round();
    } catch (error) {
      if (signal.aborted) return;
      logger.error({ height: chain.head().height, err: error }, "sync: stopped");
      this.#modules.onFailed(error);
      return;
    } finally {
      this.#running = false;
      metrics.syncRunning.set(0);
    }
    if (signal.aborted || this.#unlisten === undefined || !this.#hasHeardEnough()) return;
    this.#synced = true;
    const { height } = chain.head();
    if (height > startHeight) logger.info({ from: startHeight, height }, "sync: at the head");
    const brought = this.#brought;
    this.#brought = 0;
    this.#modules.onSynced(brought);
  }

  /** Fetches ahead and imports in order until the target, a failure, or a lie; the caller decides whether to go on. */
  async #round(): Promise<void> {
    const { chain, metrics, logger } = this.#modules;
    const target = this.#target();
    metrics.syncTarget.set(target);
    const window = new Map<Height, Promise<Batch>>();
    let next = chain.head().height + 1;
    try {
      for (let at = next; at <= target; ) {
        for (; window.size < this.#options.parallel && next <= target; next += this.#options.batchBlocks)
          window.set(next, this.#fetch(next, Math.min(this.#options.batchBlocks, target - next + 1)));
        const batch = await (window.get(at) ?? this.#fetch(at, 1));
        window.delete(at);
        if (!(await this.#import(batch))) return;
        const end = at + batch.blocks.length;
        // A shorter answer than asked for: the rest comes before what was fetched ahead.
        const ahead = Math.min(...window.keys(), next);
        if (end < ahead) window.set(end, this.#fetch(end, ahead - end));
        at = end;
      }
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== "SYNC_NO_PEER") throw error;
      logger.debug({ height: chain.head().height + 1, target }, "sync: no peer gives the next block");
      await this.#pause();
    }
  }

  #fetch(from: Height, count: number): Promise<Batch> {
    const batch = this.#fetcher.fetch(from, count);
    // Those fetched ahead may fail while nobody waits for them yet.
    batch.catch(() => undefined);
    return batch;
  }

  /** False: a block was refused, and whoever sent it is dropped. */
  async #import(batch: Batch): Promise<boolean> {
    for (const signed of batch.blocks) {
      if (this.#unlisten === undefined) return false;
      if (signed.block.header.height <= this.#modules.chain.head().height) continue;
      if (!(await this.#importOne(signed, batch.peer))) return false;
      this.#brought += 1;
      this.#modules.metrics.syncBlocks.inc();
    }
    return true;
  }

  async #importOne({ block, commit }: SignedBlock, peer: PeerName): Promise<boolean> {
    const { chain, network, logger } = this.#modules;
    const { height } = block.header;
    try {
      await chain.importBlock(block, commit);
      return true;
    } catch (error) {
      // Consensus decided it in the same moment.
      if (chain.head().height >= height) return true;
      if (!(error instanceof CodedError) || error.code.startsWith("STORE_"))
        throw new SyncError({ code: "SYNC_IMPORT_FAILED", height }, `block ${height} can't be stored`, {
          cause: error,
        });
      logger.warn({ peer, height, code: error.code }, "sync: a peer sent an invalid block");
      network.penalize(peer, "SYNC_BLOCK_INVALID", { fatal: true });
      return false;
    }
  }

  /** Until a peer tells something new, or the retry time is over. */
  #pause(): Promise<void> {
    const { clock } = this.#modules;
    return new Promise((resolve) => {
      const done = (): void => {
        clock.clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = clock.setTimeout(done, this.#options.retryMs);
      this.#wake = done;
    });
  }
}
