import type { Height, Proposal, Vote } from "@session/protocol";
import type { ConsensusTransport, GossipVerdict } from "../consensus/ports.ts";
import { createP2pMetrics, type P2pMetrics } from "../metrics/p2p.ts";
import { Connections } from "./connections.ts";
import { ConsensusGossip } from "./consensusGossip.ts";
import type { DialerOptions } from "./dialer.ts";
import { type Offence, P2pError, RequestError } from "./errors.ts";
import { Gossip } from "./gossip.ts";
import { loadLibraries } from "./host.ts";
import { DEFAULT_LIMITS, type P2pLimits } from "./limits.ts";
import { ed25519KeyOf, type Peer, PeerBook } from "./peers.ts";
import type {
  HeadStatus,
  P2pListener,
  P2pModules,
  PeerInfo,
  PeerName,
  ProposalHandler,
  RequestHandlers,
  SignedBlock,
  VoteHandler,
} from "./ports.ts";
import { RequestClient } from "./requestClient.ts";
import { RequestServer } from "./requestServer.ts";
import { NO_ANSWERS, Requests } from "./requests.ts";
import { StatusExchange } from "./statusExchange.ts";
import { Topics } from "./topics.ts";

export type P2pOptions = {
  /** 32 B: the node's ed25519 key, so that its peer id is known from the contract. */
  readonly ed25519Seed: Uint8Array;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Multiaddrs to tell others instead of the listen addresses. */
  readonly announce?: readonly string[];
  /** Multiaddrs with `/p2p/<peer id>`. */
  readonly bootstrap: readonly string[];
  readonly genesisHash: Uint8Array;
  /** Many nodes share one address (devnet, tests): no limits by address. */
  readonly local?: boolean;
  /** Vote group this node gossips in. */
  readonly group?: number;
  readonly voteBatchMs?: number;
  readonly limits?: Partial<P2pLimits>;
  readonly dialer?: Partial<Omit<DialerOptions, "self">>;
};

/** A node that becomes known to the contract forwards only after others had time to see the same block. */
const FORWARD_GRACE_MS = 10_000;

/**
 * The node's place in the network: connections, gossip and requests, each within limits, over libp2p.
 *
 * @example
 * const network = await P2pNetwork.create(options, modules);
 * network.serve(handlers);
 * network.onVote((vote) => pool.add(vote));
 * await network.start();
 */
export class P2pNetwork implements ConsensusTransport {
  readonly topics: Topics;
  /** Also those of block sync. */
  readonly metrics: P2pMetrics;
  readonly #options: P2pOptions;
  readonly #limits: P2pLimits;
  readonly #modules: P2pModules;
  readonly #book: PeerBook;
  readonly #gossip: Gossip;
  readonly #consensus: ConsensusGossip;
  readonly #status: StatusExchange;
  readonly #requests: Requests;
  readonly #listeners = new Set<P2pListener>();
  #connections: Connections | undefined;
  #handlers = NO_ANSWERS;
  #upkeepTimer: unknown;
  #memberSinceMs: number | undefined;

  private constructor(options: P2pOptions, modules: P2pModules) {
    const { clock, logger, signal, membership } = modules;
    this.topics = new Topics(options.genesisHash);
    this.#options = options;
    this.#modules = modules;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#limits = limits;
    const metrics = createP2pMetrics(modules.metrics);
    this.metrics = metrics;
    const book = new PeerBook(limits, {
      ...{ clock, metrics, logger, membership },
      disconnect: (id) => this.#connections?.hangUp(id),
    });
    this.#book = book;
    this.#gossip = new Gossip(this.topics, limits, {
      ...{ book, metrics, logger },
      isAhead: ({ status }) => status !== undefined && status.height > this.#handlers.status().height,
      mayForward: () => this.#mayForward(),
    });
    const client = new RequestClient(limits, {
      ...{ book, metrics, clock, signal },
      connectionTo: (id) => this.#connections?.connectionTo(id),
    });
    this.#status = new StatusExchange(limits, {
      ...{ book, client, clock, logger, genesisHash: options.genesisHash },
      ownStatus: () => this.#handlers.status(),
      onStatus: (peer, status) => this.#tell((listener) => listener.peerStatus?.(peer.name, status)),
      isConnected: (peer) => this.#connections?.connectionTo(peer.id) !== undefined,
      hangUp: (id) => this.#connections?.hangUp(id),
    });
    const server = new RequestServer(limits, { book, metrics, logger, clock, signal });
    const handlers = (): RequestHandlers => this.#handlers;
    this.#requests = new Requests(limits, { client, server, status: this.#status, handlers });
    const consensusOptions = { topics: this.topics, group: options.group ?? 0, voteBatchMs: options.voteBatchMs ?? 5 };
    this.#consensus = new ConsensusGossip(consensusOptions, {
      ...{ gossip: this.#gossip, book, clock, logger },
      ownHead: () => this.#handlers.status().height,
      refreshStatus: (peer) => this.#status.refresh(peer),
      requestVotes: (peer, request) => this.#requests.votes(peer, request),
      onBehind: (height, from) => this.#tell((listener) => listener.behind?.(height, from)),
    });
  }

  /** Loads the libraries and makes the node's identity; opens nothing yet. @throws P2pError P2P_ADDRESS_INVALID */
  static async create(options: P2pOptions, modules: P2pModules): Promise<P2pNetwork> {
    const libraries = await loadLibraries();
    const network = new P2pNetwork(options, modules);
    const { clock, logger } = modules;
    const { announce = [], local = false, dialer = {} } = options;
    network.#connections = await Connections.create(
      { ...options, announce, local, dialer },
      network.#limits,
      {
        ...{ book: network.#book, gossip: network.#gossip, metrics: network.metrics, logger, clock },
        onConnection: (connection) => network.#status.onConnection(connection),
        onGone: (peer) => network.#tell((listener) => listener.peerGone?.(peer)),
      },
      libraries,
    );
    return network;
  }

  /** Listens and starts to dial; resolves once listening. @throws P2pError P2P_LISTEN_FAILED */
  async start(): Promise<void> {
    const connections = this.#live();
    await this.#requests.register(connections.host);
    await connections.start(this.#options);
    this.#gossip.subscribe();
    if (this.#isMember()) this.#memberSinceMs = Number.NEGATIVE_INFINITY;
    this.#upkeep();
    this.#modules.logger.info({ peer: this.peerId(), addresses: this.addresses() }, "p2p: listening");
  }

  async close(): Promise<void> {
    this.#consensus.flush();
    this.#status.stop();
    this.#modules.clock.clearTimeout(this.#upkeepTimer);
    this.#upkeepTimer = undefined;
    const connections = this.#connections;
    this.#connections = undefined;
    await connections?.stop();
  }

  /** Sets what this node answers to requests. */
  serve(handlers: RequestHandlers): void {
    this.#handlers = handlers;
  }

  /** Returns a function that stops the listening. */
  listen(listener: P2pListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onProposal(handler: ProposalHandler): void {
    this.#consensus.onProposal(handler);
  }

  onVote(handler: VoteHandler): void {
    this.#consensus.onVote(handler);
  }

  /** Signed records nodes tell of themselves (`ready` records, uptime proofs): gossiped on `proofs` as they are. */
  onProof(handler: (record: Uint8Array, from: PeerName) => Promise<GossipVerdict> | GossipVerdict): void {
    this.#gossip.handle(this.topics.proofs, async (data, _from, peer) => handler(data, peer.name));
  }

  broadcastProof(record: Uint8Array): void {
    this.#gossip.publish(this.topics.proofs, record);
  }

  broadcastProposal(proposal: Proposal): void {
    this.#consensus.broadcastProposal(proposal);
  }

  broadcastVote(vote: Vote): void {
    this.#consensus.broadcastVote(vote);
  }

  pull(request: Parameters<ConsensusTransport["pull"]>[0]): void {
    this.#consensus.pull(request);
  }

  peerId(): PeerName {
    return this.#live().host.peerId.toString();
  }

  /** Multiaddrs others can dial, with the peer id. */
  addresses(): string[] {
    const addresses = this.#live().host.getMultiaddrs();
    return addresses.map((address) => address.toString());
  }

  peers(): PeerInfo[] {
    return [...this.#book.peers.values()].flatMap((peer) => {
      const connection = this.#connections?.connectionTo(peer.id);
      if (connection === undefined) return [];
      const { name: id, key: ed25519Key, status, connectedAtMs } = peer;
      const { direction, remoteAddr } = connection;
      const isContractNode = this.#book.isContractNode(ed25519Key);
      return [{ id, ed25519Key, isContractNode, direction, address: remoteAddr.toString(), status, connectedAtMs }];
    });
  }

  /** Peers in the mesh of a topic. */
  meshPeers(topic: string): readonly PeerName[] {
    return this.#connections?.host.services.gossip.getMeshPeers(topic) ?? [];
  }

  isBanned(peer: PeerName): boolean {
    return this.#book.isBanned(peer);
  }

  /** Remembers addresses of peers (uptime proofs, operators) and dials them. @throws P2pError P2P_ADDRESS_INVALID */
  dial(...addresses: string[]): void {
    this.#live().remember(addresses);
  }

  /** Counts an offence found elsewhere (block sync). */
  penalize(peer: PeerName, reason: Offence, options: { fatal?: boolean } = {}): void {
    const known = this.#book.peers.get(peer);
    if (known !== undefined) this.#book.offend(known.id, reason, options);
  }

  /** Asks a peer for its head; undefined if it doesn't answer in time. */
  async refreshStatus(peer: PeerName, signal?: AbortSignal): Promise<HeadStatus | undefined> {
    const known = this.#book.peers.get(peer);
    return known === undefined ? undefined : this.#status.refresh(known, signal);
  }

  /** @throws RequestError */
  async requestBlocks(peer: PeerName, from: Height, count: number, signal?: AbortSignal): Promise<SignedBlock[]> {
    return this.#requests.blocks(this.#known(peer, "blocks"), from, count, signal);
  }

  /** @throws RequestError */
  async requestCommits(peer: PeerName, from: Height, count: number, signal?: AbortSignal) {
    return this.#requests.commits(this.#known(peer, "commits"), from, count, signal);
  }

  #live(): Connections {
    if (this.#connections === undefined) throw new P2pError({ code: "P2P_NOT_RUNNING" });
    return this.#connections;
  }

  #known(peer: PeerName, protocol: string): Peer {
    const known = this.#book.peers.get(peer);
    if (known === undefined)
      throw new RequestError({ code: "REQUEST_PEER_UNREACHABLE", peer, protocol }, `${peer} isn't connected`);
    return known;
  }

  #tell(call: (listener: P2pListener) => void): void {
    for (const listener of this.#listeners) call(listener);
  }

  #isMember(): boolean {
    const id = this.#connections?.host.peerId;
    return id !== undefined && this.#book.isContractNode(ed25519KeyOf(id));
  }

  /** Others take nothing from a node they don't know yet: forwarding would cost it their trust. */
  #mayForward(): boolean {
    if (!this.#isMember()) {
      this.#memberSinceMs = undefined;
      return false;
    }
    const nowMs = this.#modules.clock.now();
    this.#memberSinceMs ??= nowMs;
    return nowMs - this.#memberSinceMs >= FORWARD_GRACE_MS;
  }

  #upkeep(): void {
    this.#connections?.upkeep();
    this.#status.refreshOldest();
    for (const topic of [this.topics.proposals, this.topics.votes(this.#options.group ?? 0)])
      this.metrics.mesh.set({ topic: this.topics.kindOf(topic) ?? "other" }, this.meshPeers(topic).length);
    this.#upkeepTimer = this.#modules.clock.setTimeout(() => this.#upkeep(), this.#limits.statusIntervalMs);
  }
}
