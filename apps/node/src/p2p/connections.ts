import type { Connection, PeerId, Stream } from "@libp2p/interface";
import type { Multiaddr } from "@multiformats/multiaddr";
import type { Clock } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import { DEFAULT_DIALER, Dialer, type DialerOptions } from "./dialer.ts";
import { P2pError } from "./errors.ts";
import { openWindowByHalves } from "./fewerWrites.ts";
import { FrameGuard } from "./frameGuard.ts";
import { createGater } from "./gater.ts";
import { type Gossip, gossipOptions } from "./gossip.ts";
import { createHost, type Host, type Libraries } from "./host.ts";
import type { P2pLimits } from "./limits.ts";
import type { PeerBook } from "./peers.ts";
import type { P2pLogger, PeerName } from "./ports.ts";

export type ConnectionsOptions = {
  readonly ed25519Seed: Uint8Array;
  readonly host: string;
  readonly port: number;
  readonly announce: readonly string[];
  readonly bootstrap: readonly string[];
  readonly local: boolean;
  readonly dialer: Partial<Omit<DialerOptions, "self">>;
};

export type ConnectionsModules = {
  readonly book: PeerBook;
  readonly gossip: Gossip;
  readonly metrics: P2pMetrics;
  readonly logger: P2pLogger;
  readonly clock: Clock;
  readonly onConnection: (connection: Connection) => void;
  readonly onGone: (name: PeerName) => void;
};

/** The libp2p host with its connections: opens, keeps, refuses and closes them. */
export class Connections {
  readonly #limits: P2pLimits;
  readonly #modules: ConnectionsModules;
  readonly #libraries: Libraries;
  readonly host: Host;
  readonly #dialer: Dialer;

  private constructor(
    limits: P2pLimits,
    modules: ConnectionsModules,
    libraries: Libraries,
    host: Host,
    dialer: Dialer,
  ) {
    this.#limits = limits;
    this.#modules = modules;
    this.#libraries = libraries;
    this.host = host;
    this.#dialer = dialer;
  }

  /** @throws P2pError P2P_ADDRESS_INVALID, P2P_GOSSIP_UNSUPPORTED */
  static async create(
    options: ConnectionsOptions,
    limits: P2pLimits,
    modules: ConnectionsModules,
    libraries: Libraries,
  ): Promise<Connections> {
    const { book, gossip, metrics, clock, logger } = modules;
    const { local } = options;
    const score = (peer: PeerName): number => (book.isContractNode(book.peers.get(peer)?.key) ? 10 : 0);
    const host = await createHost(
      {
        ...options,
        limits,
        gater: createGater(book, limits, metrics),
        gossip: gossipOptions(limits, { local, messageId: gossip.messageId, score }),
        onGossipStream: (stream, connection) => guard(limits, modules, stream, connection),
      },
      libraries,
    );
    gossip.attach(host.services.gossip, libraries.gossipsub.TopicValidatorResult);
    const connected = (name: PeerName): boolean =>
      host.getConnections().some((connection) => connection.remotePeer.toString() === name);
    const dialer = new Dialer(
      { ...DEFAULT_DIALER, ...options.dialer, self: host.peerId.toString() },
      {
        ...{ clock, metrics, logger },
        dial: (addresses) => host.dial(addresses),
        isConnected: connected,
        isBanned: (name) => book.isBanned(name),
        connectedCount: () => book.peers.size,
      },
    );
    const connections = new Connections(limits, modules, libraries, host, dialer);
    connections.remember(options.bootstrap);
    return connections;
  }

  /** @throws P2pError P2P_LISTEN_FAILED */
  async start(options: Pick<ConnectionsOptions, "host" | "port">): Promise<void> {
    const { onConnection, onGone, book } = this.#modules;
    this.host.addEventListener("connection:open", ({ detail }) => {
      if (book.isBanned(detail.remotePeer.toString())) return detail.abort(new Error("banned"));
      onConnection(detail);
    });
    this.host.addEventListener("peer:disconnect", ({ detail }) => {
      const name = detail.toString();
      book.disconnect(name);
      this.#dialer.disconnected(name);
      onGone(name);
    });
    try {
      await this.host.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new P2pError(
        { code: "P2P_LISTEN_FAILED", ...options, reason },
        `P2P can't listen on ${options.host}:${options.port}: ${reason}. If another process has the port, choose another.`,
        { cause: error },
      );
    }
    this.#dialer.start();
  }

  async stop(): Promise<void> {
    this.#dialer.stop();
    await this.host.stop();
  }

  connectionTo(id: PeerId): Connection | undefined {
    return this.host.getConnections(id).find((connection) => connection.status === "open");
  }

  hangUp(id: PeerId): void {
    for (const connection of this.host.getConnections(id)) connection.abort(new Error("disconnected by this node"));
  }

  /** Dials peers now and whenever they are gone. @throws P2pError P2P_ADDRESS_INVALID */
  remember(addresses: readonly string[]): void {
    for (const address of addresses) {
      const { multiaddr, peer } = this.#parse(address);
      this.#dialer.add(peer, multiaddr);
    }
  }

  /**
   * Called now and then. A gossip stream that broke isn't opened again by the library while any connection to the peer
   * lives: such a peer is disconnected.
   */
  upkeep(): void {
    const { book, clock, metrics, logger } = this.#modules;
    const { streamsOutbound } = this.host.services.gossip;
    for (const peer of book.peers.values()) {
      if (clock.now() - peer.connectedAtMs < this.#limits.gossipGraceMs || streamsOutbound.has(peer.name)) continue;
      if (this.connectionTo(peer.id) === undefined) {
        book.disconnect(peer.name);
        continue;
      }
      logger.debug({ peer: peer.name }, "p2p: no gossip stream, reconnecting");
      this.hangUp(peer.id);
    }
    const strangers = book.strangers;
    metrics.peers.set({ kind: "contract_node" }, book.peers.size - strangers);
    metrics.peers.set({ kind: "stranger" }, strangers);
  }

  #parse(address: string): { multiaddr: Multiaddr; peer: PeerName } {
    try {
      const multiaddr = this.#libraries.multiaddr.multiaddr(address);
      const peer = multiaddr.getComponents().findLast(({ name }) => name === "p2p")?.value;
      if (peer !== undefined) return { multiaddr, peer };
    } catch {
      // Falls through to the one error for addresses.
    }
    throw new P2pError(
      { code: "P2P_ADDRESS_INVALID", address },
      `"${address}" is no peer address. It should look like /ip4/1.2.3.4/tcp/30444/p2p/12D3….`,
    );
  }
}

function guard(limits: P2pLimits, modules: ConnectionsModules, stream: Stream, connection: Connection): void {
  const { book } = modules;
  const id = connection.remotePeer;
  const peer = book.connect(id);
  if (book.isBanned(peer.name)) {
    stream.abort(new Error("banned"));
    return;
  }
  openWindowByHalves(stream);
  new FrameGuard(limits.frameBytes, {
    onFrame: (bytes) => {
      if (!peer.frames.take() || !peer.bytes.take(bytes)) book.offend(id, "P2P_RATE");
    },
    // After an oversized prefix the stream's framing is lost: nothing on it can be read any more.
    onOffence: (verdict) => book.offend(id, verdict, { fatal: verdict === "P2P_FRAME_OVERSIZED" }),
  }).attach(stream);
}
