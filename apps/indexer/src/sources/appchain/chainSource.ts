import { createBlstBls } from "@session/bls/blst";
import { createBlsWorkerPool } from "@session/bls/workers";
import type { Logger } from "pino";
import { Counter, type Registry } from "prom-client";
import type { SourceStatus } from "../../modules.ts";
import type { Notice } from "../../pipeline/notices.ts";
import { BlockFeed } from "./blockFeed.ts";
import { CertificateCollector } from "./certificateCollector.ts";
import { ChainRecorder, type ChainRecorderModules } from "./chainRecorder.ts";
import { DeferredSignatures } from "./deferredSignatures.ts";
import type { ChainTip } from "./executeBlock.ts";
import { toHex } from "./hex.ts";
import type { NodePeer, NodeReport } from "./nodePeer.ts";
import { NodePool } from "./nodePool.ts";
import { type Segment, SegmentExecutor } from "./segment.ts";
import { type BatchVerifier, findForgedHeight, verifyHere } from "./signatureCheck.ts";

export type ChainSourceOptions = {
  /** Base URLs of nodes' APIs; they needn't be trusted. */
  readonly nodes: readonly string[];
  /** Between two looks at each node's head; default: a quarter of the block interval, 250 ms to 10 s. */
  readonly pollMs?: number;
  /** For one answer of a node; default 10 s. */
  readonly timeoutMs?: number;
  /** How long a node is left alone the first time it gave something false; default 5 min. */
  readonly lieAsideMs?: number;
  /** The same for one that didn't answer; default 1 s. */
  readonly failureAsideMs?: number;
  /** Blocks of one request and transaction; default 100, the most a node gives. */
  readonly rangeBlocks?: number;
  /** Threads that verify signatures; 0: the main thread. Default 1. */
  readonly blsThreads?: number;
};

export type ChainSourceModules = Omit<ChainRecorderModules, "signal"> & {
  readonly notices: { publish(notice: Notice): void };
  readonly registry: Registry;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
};

/** Requests at once. */
const PARALLEL_RANGES = 4;

/**
 * Reads final blocks from nodes, executes and verifies them by the protocol's own rules, and records them. A node can hold
 * things up; it can't make anything false be stored.
 *
 * @example
 * const chain = await ChainSource.open({ nodes: ["http://127.0.0.1:4801"] }, modules);
 * await chain.run(); // until modules.signal is aborted
 */
export class ChainSource {
  readonly status: SourceStatus;
  readonly #modules: ChainSourceModules;
  readonly #options: ChainSourceOptions;
  readonly #recorder: ChainRecorder;
  readonly #pool: NodePool;
  readonly #certificates: CertificateCollector;

  private constructor(options: ChainSourceOptions, modules: ChainSourceModules, recorder: ChainRecorder) {
    this.#modules = modules;
    this.#options = options;
    this.#recorder = recorder;
    const { preset } = recorder.context;
    const pollMs = options.pollMs ?? Math.min(10_000, Math.max(250, (preset.blockIntervalSec * 1_000) / 4));
    const faults = faultCounter(modules.registry);
    const onFault = (node: string, code: string) => faults.inc({ node, code });
    const { logger, now } = modules;
    this.#pool = new NodePool(
      {
        ...{ urls: options.nodes, pollMs, timeoutMs: options.timeoutMs ?? 10_000 },
        ...{ lieAsideMs: options.lieAsideMs ?? 300_000, failureAsideMs: options.failureAsideMs ?? 1_000 },
      },
      { genesisHash: toHex(modules.network.genesisHash), logger, now, onFault },
    );
    this.#certificates = new CertificateCollector(
      { pollMs },
      { ...modules, pool: this.#pool, preset, onFault, head: () => this.#recorder.tip.state.height },
    );
    this.status = {
      head: () => headOf(this.#recorder.tip),
      final: () => BigInt(this.#recorder.tip.state.height),
      sourceHead: () => toBigInt(this.#pool.bestHead()),
      ageSec: () => this.#pool.ageSec(),
      halted: () => this.#pool.halted(),
    };
  }

  /** @throws IndexerError DATA_OF_OTHER_NETWORK; ChainSourceError STORED_BLOCK_DAMAGED; DatabaseError */
  static async open(options: ChainSourceOptions, modules: ChainSourceModules): Promise<ChainSource> {
    return new ChainSource(options, modules, await ChainRecorder.open(modules));
  }

  /** What is known of each node. */
  nodes(): readonly NodeReport[] {
    return this.#pool.reports();
  }

  /**
   * Follows the chain until the signal is aborted.
   *
   * @throws DatabaseError, ChainSourceError REWARDS_DIFFER: then nothing more is recorded; another open goes on from there
   */
  async run(): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([this.#modules.signal, ended.signal]);
    const side = Promise.all([this.#pool.run(signal), this.#certificates.run(signal)]);
    const follow = this.#follow(signal);
    try {
      // Both go on until the signal is aborted; whichever fails ends the other.
      await Promise.all([follow, side]);
    } catch (error) {
      if (!this.#modules.signal.aborted) throw error;
    } finally {
      ended.abort();
      await Promise.allSettled([follow, side]);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const bls = createBlstBls();
    const threads = this.#options.blsThreads ?? 1;
    const workers = threads === 0 ? undefined : createBlsWorkerPool({ size: threads, signal });
    const verifier: BatchVerifier = workers ?? verifyHere(bls);
    const { rangeBlocks = 100 } = this.#options;
    const feed = new BlockFeed({ rangeBlocks, parallel: PARALLEL_RANGES }, this.#pool, signal);
    const executor = new SegmentExecutor(this.#recorder.context, new DeferredSignatures(bls));
    try {
      await this.#pipeline(feed, executor, verifier, signal);
    } finally {
      await workers?.close();
    }
  }

  /** While one range is verified and written, the next one is executed on top of it. */
  async #pipeline(feed: BlockFeed, executor: SegmentExecutor, verifier: BatchVerifier, signal: AbortSignal) {
    let tip = this.#recorder.tip;
    let recording: Promise<boolean> | undefined;
    feed.seek(tip.state.height + 1);
    try {
      for (;;) {
        const isLost = recording !== undefined && !feed.isReady() && !(await recording);
        if (!isLost) {
          const fetched = await feed.next();
          const segment = await executor.execute(tip, fetched, this.#pool.bestHead() ?? 0, signal);
          const isSound = await (recording ?? true);
          recording = isSound ? this.#record(segment, verifier, signal) : undefined;
          // It is awaited in the next turn.
          recording?.catch(() => undefined);
          tip = segment.tip;
          if (isSound && segment.fault === undefined) continue;
          await recording;
        }
        recording = undefined;
        tip = this.#recorder.tip;
        feed.seek(tip.state.height + 1);
      }
    } finally {
      // A transaction that runs is not left alone.
      await recording?.catch(() => undefined);
    }
  }

  /** @returns whether everything in it was true */
  async #record(segment: Segment, verifier: BatchVerifier, signal: AbortSignal): Promise<boolean> {
    const forged = await findForgedHeight(segment.signatures, verifier);
    signal.throwIfAborted();
    const sound = forged === undefined ? segment.blocks : segment.blocks.filter(({ state }) => state.height < forged);
    if (sound.length > 0) {
      const notice = await this.#recorder.commit(sound);
      this.#modules.notices.publish(notice);
    }
    if (forged !== undefined) this.#blameForSignature(segment.fetched.peer, forged);
    else if (segment.fault !== undefined) this.#blame(segment.fetched.peer, segment.fault);
    return forged === undefined && segment.fault === undefined;
  }

  #blameForSignature(peer: NodePeer, height: number): void {
    const detail = { code: "NODE_SIGNATURE_INVALID", node: peer.url, height } as const;
    this.#pool.lied(peer, detail, `Signatures of its block ${height} don't verify.`);
  }

  #blame(peer: NodePeer, { height, code, reason, actual }: NonNullable<Segment["fault"]>): void {
    const node = peer.url;
    if (code === "WRONG_HEIGHT") {
      const message = `It gave block ${actual} where ${height} was asked for.`;
      this.#pool.lied(peer, { code: "NODE_WRONG_HEIGHT", node, height, actual }, message);
    } else {
      const message = `Its block ${height} is invalid: ${reason}.`;
      this.#pool.lied(peer, { code: "NODE_BLOCK_INVALID", node, height, reason }, message);
    }
  }
}

function headOf({ state }: ChainTip): { number: bigint; time: number } | undefined {
  return state.height === 0 ? undefined : { number: BigInt(state.height), time: state.time };
}

function toBigInt(height: number | undefined): bigint | undefined {
  return height === undefined ? undefined : BigInt(height);
}

function faultCounter(registry: Registry): Counter<"node" | "code"> {
  const name = "session_indexer_node_faults_total";
  const known = registry.getSingleMetric(name);
  if (known instanceof Counter) return known;
  const help = "Faults of the nodes blocks are read from, by code.";
  return new Counter({ name, help, labelNames: ["node", "code"], registers: [registry] });
}
