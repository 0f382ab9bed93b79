import type { Height } from "@session/protocol";
import type { Clock } from "../consensus/ports.ts";
import { RequestError } from "../p2p/errors.ts";
import type { P2pLogger, PeerName } from "../p2p/ports.ts";
import { type Batch, offenceOf } from "./batch.ts";
import { SyncError } from "./errors.ts";
import type { SyncNetwork } from "./ports.ts";

export type FetcherModules = {
  readonly network: SyncNetwork;
  readonly clock: Clock;
  readonly logger: P2pLogger;
  readonly signal: AbortSignal;
};

/** A peer that didn't deliver a block is asked last for this long, and its claim to have that block isn't believed. */
const DOUBT_MS = 10_000;
/** Silences without a delivery in between after which a peer is dropped: it costs others a time limit each. */
const MAX_STALLS = 5;

/** Gets ranges of blocks, each from one peer after the other until one delivers; load is spread over all that can. */
export class Fetcher {
  readonly #modules: FetcherModules;
  readonly #loads = new Map<PeerName, number>();
  readonly #doubts = new Map<PeerName, { from: Height; atMs: number; stalls: number }>();

  constructor(modules: FetcherModules) {
    this.#modules = modules;
  }

  /** At least one block from `from` up. @throws SyncError SYNC_NO_PEER when every peer that claims to have it failed. */
  async fetch(from: Height, count: number): Promise<Batch> {
    const tried = new Set<PeerName>();
    for (;;) {
      this.#modules.signal.throwIfAborted();
      const peer = this.#choose(from, tried);
      if (peer === undefined)
        throw new SyncError(
          { code: "SYNC_NO_PEER", height: from },
          `no peer gives block ${from} (${tried.size} asked)`,
        );
      tried.add(peer);
      const batch = await this.#fetchFrom(peer, from, count);
      if (batch !== undefined) return batch;
    }
  }

  /** Whether a peer has lately failed to deliver this block. */
  isDoubted(peer: PeerName, height: Height): boolean {
    const doubt = this.#doubts.get(peer);
    return doubt !== undefined && doubt.from === height && this.#modules.clock.now() - doubt.atMs < DOUBT_MS;
  }

  forget(peer: PeerName): void {
    this.#doubts.delete(peer);
  }

  /** The least busy peer that claims to have the block; among equals a random one. */
  #choose(from: Height, tried: ReadonlySet<PeerName>): PeerName | undefined {
    const able = this.#modules.network
      .peers()
      .filter(({ id, status }) => !tried.has(id) && status !== undefined && has(status, from))
      .map(({ id }) => ({
        id,
        doubt: Number(this.isDoubted(id, from)),
        load: this.#loads.get(id) ?? 0,
        tie: Math.random(),
      }));
    able.sort((a, b) => a.doubt - b.doubt || a.load - b.load || a.tie - b.tie);
    return able[0]?.id;
  }

  async #fetchFrom(peer: PeerName, from: Height, count: number): Promise<Batch | undefined> {
    const { network, logger, signal } = this.#modules;
    this.#loads.set(peer, (this.#loads.get(peer) ?? 0) + 1);
    try {
      const blocks = await network.requestBlocks(peer, from, count, signal);
      if (blocks.length === 0) {
        this.#doubt(peer, from, 0);
        await this.#blameForNothing(peer, from);
        return undefined;
      }
      const offence = offenceOf(from, blocks);
      if (offence === undefined) {
        this.#doubts.delete(peer);
        return { from, peer, blocks };
      }
      network.penalize(peer, offence, { fatal: true });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // Anything else is the peer being away or busy, or was counted where it was found.
      const stalls = this.#doubt(peer, from, error.code === "REQUEST_TIMEOUT" ? 1 : 0);
      if (error.code === "REQUEST_TIMEOUT") network.penalize(peer, "SYNC_STALLED", { fatal: stalls >= MAX_STALLS });
      logger.debug({ peer, from, code: error.code }, "sync: a peer didn't deliver");
    } finally {
      const load = (this.#loads.get(peer) ?? 1) - 1;
      if (load === 0) this.#loads.delete(peer);
      else this.#loads.set(peer, load);
    }
    return undefined;
  }

  #doubt(peer: PeerName, from: Height, stalls: number): number {
    const total = (this.#doubts.get(peer)?.stalls ?? 0) + stalls;
    this.#doubts.set(peer, { from, atMs: this.#modules.clock.now(), stalls: total });
    return total;
  }

  /** An empty answer may come from a peer that has pruned since: only one that still claims the block is a liar. */
  async #blameForNothing(peer: PeerName, from: Height): Promise<void> {
    const { network, signal } = this.#modules;
    const status = await network.refreshStatus(peer, signal);
    if (status !== undefined && has(status, from)) network.penalize(peer, "SYNC_HEAD_NOT_SERVED", { fatal: true });
  }
}

function has(status: { height: Height; earliest?: Height }, height: Height): boolean {
  return status.height >= height && (status.earliest ?? 1) <= height;
}
