import type { ValueOf } from "@chainsafe/ssz";
import type { Connection, PeerId } from "@libp2p/interface";
import type { Clock } from "../consensus/ports.ts";
import { RequestError } from "./errors.ts";
import type { P2pLimits } from "./limits.ts";
import type { Peer, PeerBook } from "./peers.ts";
import type { HeadStatus, P2pLogger, PeerName } from "./ports.ts";
import { STATUS } from "./protocols.ts";
import type { RequestClient } from "./requestClient.ts";
import type { StatusSsz } from "./wire.ts";

type WireStatus = ValueOf<typeof StatusSsz>;

export type StatusExchangeModules = {
  readonly book: PeerBook;
  readonly client: RequestClient;
  readonly clock: Clock;
  readonly logger: P2pLogger;
  readonly genesisHash: Uint8Array;
  readonly ownStatus: () => HeadStatus;
  readonly onStatus: (peer: Peer, status: HeadStatus) => void;
  readonly isConnected: (peer: Peer) => boolean;
  readonly hangUp: (id: PeerId) => void;
};

/** Heads are asked anew from this many peers per interval, those first whose answer is oldest. */
const REFRESH_AT_ONCE = 8;

/**
 * Each side tells network and head when a connection opens, and again now and then. A peer of another network is
 * dropped; one that says nothing within the time limit is disconnected (protocol/p2p.md#status).
 */
export class StatusExchange {
  readonly #limits: P2pLimits;
  readonly #modules: StatusExchangeModules;
  readonly #heardMs = new WeakMap<Peer, number>();
  readonly #waits = new Map<PeerName, unknown>();

  constructor(limits: P2pLimits, modules: StatusExchangeModules) {
    this.#limits = limits;
    this.#modules = modules;
  }

  own(): WireStatus {
    const { height, headHash, l2Number, earliest = 1 } = this.#modules.ownStatus();
    return { genesisHash: this.#modules.genesisHash, height, headHash, l2Number, earliest };
  }

  /** The side that dialled asks at once; the other asks only if it isn't asked. */
  onConnection(connection: Connection): void {
    const { book, clock } = this.#modules;
    const peer = book.connect(connection.remotePeer);
    if (connection.direction === "outbound") void this.#demand(peer);
    if (this.#waits.has(peer.name)) return;
    const timer = clock.setTimeout(() => {
      this.#waits.delete(peer.name);
      if (peer.status === undefined) void this.#demand(peer);
    }, this.#limits.statusTimeoutMs);
    this.#waits.set(peer.name, timer);
  }

  stop(): void {
    for (const timer of this.#waits.values()) this.#modules.clock.clearTimeout(timer);
    this.#waits.clear();
  }

  /** Takes a status a peer sent, asked or not; undefined if it is of another network, whose peer is dropped. */
  receive(peer: Peer, wire: WireStatus): HeadStatus | undefined {
    const { book, genesisHash, clock } = this.#modules;
    // [REJECT] protocol/p2p.md#status: peers of another network are disconnected.
    if (Buffer.compare(wire.genesisHash, genesisHash) !== 0) {
      book.offend(peer.id, "P2P_GENESIS_MISMATCH", { fatal: true });
      return undefined;
    }
    const { height, headHash, l2Number, earliest } = wire;
    const status = { height, headHash, l2Number, earliest };
    peer.status = status;
    this.#heardMs.set(peer, clock.now());
    this.#modules.onStatus(peer, status);
    return status;
  }

  /** Asks a peer; undefined if it doesn't answer or is of another network. */
  async refresh(peer: Peer, signal?: AbortSignal): Promise<HeadStatus | undefined> {
    try {
      const options = { maxChunks: 1, timeoutMs: this.#limits.statusTimeoutMs, ...(signal && { signal }) };
      const [wire] = await this.#modules.client.ask(peer.id, STATUS, this.own(), options);
      return wire === undefined ? undefined : this.receive(peer, wire);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#modules.logger.debug({ peer: peer.name, err: error }, "p2p: no status");
      return undefined;
    }
  }

  /** Called once per interval. */
  refreshOldest(): void {
    const peers = [...this.#modules.book.peers.values()].filter((peer) => this.#modules.isConnected(peer));
    const age = (peer: Peer): number => this.#heardMs.get(peer) ?? 0;
    peers.sort((a, b) => age(a) - age(b));
    for (const peer of peers.slice(0, REFRESH_AT_ONCE)) void this.refresh(peer);
  }

  async #demand(peer: Peer): Promise<void> {
    const status = await this.refresh(peer);
    const { book, isConnected, hangUp } = this.#modules;
    if (status !== undefined || peer.status !== undefined || !isConnected(peer)) return;
    if (!book.isBanned(peer.name)) book.offend(peer.id, "P2P_STATUS_MISSING");
    hangUp(peer.id);
  }
}
