import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { CheckpointQueries } from "./api/checkpointQueries.ts";
import { createApi, listenApi } from "./api/server.ts";
import type { Chain } from "./chain/chain.ts";
import type { OwnNode } from "./chain/ownNode.ts";
import { ReadyAnnouncer } from "./chain/readyAnnouncer.ts";
import type { ReadyPool } from "./chain/readyPool.ts";
import { ConsensusEngine } from "./consensus/engine.ts";
import type { ConsensusCrypto, Verdict } from "./consensus/ports.ts";
import { FileWal } from "./consensus/wal.ts";
import { createCrypto } from "./crypto.ts";
import type { L2Follower } from "./l2/l2Follower.ts";
import { createConsensusMetrics } from "./metrics/consensus.ts";
import type { Closeable, NodeContext } from "./node.ts";
import { P2pNetwork } from "./p2p/network.ts";
import { serveRequests } from "./p2p/serveRequests.ts";
import { explainListenError } from "./portHolder.ts";
import type { NodeSigner } from "./signing/signer.ts";
import { readStatus } from "./status.ts";
import type { ChainStore } from "./store/chainStore.ts";
import type { Database } from "./store/database.ts";
import { VERSION } from "./version.ts";

export type ServicesModules = {
  readonly chain: Chain;
  readonly store: ChainStore;
  readonly database: Database;
  readonly l2: L2Follower | undefined;
  readonly signer: NodeSigner;
  readonly ready: ReadyPool;
  readonly own: OwnNode;
};

/** Everything of a node that talks: P2P, consensus, attestations, block sync and the API. */
export class Services implements Closeable {
  readonly chain: Chain;
  readonly #context: NodeContext;
  readonly #modules: ServicesModules;
  readonly #p2p: P2pNetwork;
  readonly #consensus: ConsensusEngine;
  readonly #crypto: ConsensusCrypto & Closeable;
  readonly #announcer: ReadyAnnouncer;
  #api: FastifyInstance | undefined;

  private constructor(
    context: NodeContext,
    modules: ServicesModules,
    p2p: P2pNetwork,
    crypto: ConsensusCrypto & Closeable,
  ) {
    const { clock, logger, registry, signal, network, options } = context;
    const { chain, signer } = modules;
    this.chain = chain;
    this.#context = context;
    this.#modules = modules;
    this.#p2p = p2p;
    this.#crypto = crypto;
    this.#consensus = new ConsensusEngine(
      { genesisHash: network.genesisHash, blockIntervalSec: chain.preset.blockIntervalSec },
      {
        ...{ chain, signer, transport: p2p, crypto, clock, logger, signal },
        wal: new FileWal(join(options.dataDir, "consensus-wal")),
        metrics: createConsensusMetrics(registry),
      },
    );
    this.#announcer = new ReadyAnnouncer({
      ...modules,
      ...{ transport: p2p, clock, logger, isSynced: () => !this.isSyncing() },
    });
  }

  static async create(context: NodeContext, modules: ServicesModules): Promise<Services> {
    const { options, network, keys, logger, registry, clock, signal } = context;
    const p2p = await P2pNetwork.create(
      {
        ed25519Seed: keys.ed25519Seed,
        host: options.p2pHost,
        port: options.p2pPort,
        announce: options.announce,
        bootstrap: [...network.bootstrap, ...options.bootstrap],
        genesisHash: network.genesisHash,
        local: options.localPeers,
      },
      { logger, metrics: registry, clock, signal, membership: modules.own },
    );
    return new Services(context, modules, p2p, createCrypto(options.blsThreads, signal));
  }

  /** @returns base URL of the API @throws NodeError PORT_IN_USE */
  async start(): Promise<string> {
    const { options } = this.#context;
    const { chain, l2 } = this.#modules;
    l2?.start();
    this.#p2p.onProposal((proposal, from) => this.#consensus.onProposal(proposal, from));
    this.#p2p.onVote((vote, from) => this.#consensus.onVote(vote, from));
    serveRequests(this.#p2p, { chain, store: this.#modules.store, consensus: this.#consensus });
    await this.#p2p.start().catch(async (error: unknown) => {
      throw await explainListenError(error, options.p2pPort, "--p2p-port");
    });
    await this.#consensus.start();
    this.#announcer.announce();
    return this.#startApi();
  }

  /** Why this node mustn't vote, apart from what consensus knows itself. */
  mayVote(): Verdict {
    if (this.isSyncing()) return { ok: false, code: "SYNCING", message: "fetching blocks from peers" };
    if (this.#modules.l2?.newest() === undefined)
      return { ok: false, code: "L2_NOT_FOLLOWED", message: "no L2 provider has answered yet" };
    return { ok: true };
  }

  isSyncing(): boolean {
    return false;
  }

  async close(): Promise<void> {
    await this.#api?.close();
    this.#consensus.close();
    await this.#p2p.close();
    await this.#crypto.close();
  }

  async #startApi(): Promise<string> {
    const { options, network, logger, registry, signal } = this.#context;
    const { chain, store } = this.#modules;
    const apiOptions = { host: options.apiHost, port: options.apiPort, requestsPerMinute: options.apiRateLimit };
    const checkpoints = new CheckpointQueries({ chain, store, certificate: async () => undefined });
    this.#api = await createApi(apiOptions, {
      ...{ network, chain, store, checkpoints, registry, logger, signal, version: VERSION },
      status: () => this.#status(),
      notReady: () => this.#notReady(),
    });
    return listenApi(this.#api, apiOptions);
  }

  #status() {
    const { network, clock, keys } = this.#context;
    const { chain, l2, own } = this.#modules;
    return readStatus({
      ...{ network, chain, clock, keys, l2 },
      ownNode: () => own.state(),
      consensus: () => this.#consensus.status(),
      isSyncing: () => this.isSyncing(),
      peers: () => this.#p2p.peers().length,
      checkpoint: () => null,
    });
  }

  #notReady(): string[] {
    const reasons: string[] = [];
    const { mode, reason, peers } = this.#status();
    if (mode === "syncing" || mode === "halted") reasons.push(mode);
    if (reason !== null) reasons.push(reason.code);
    if (peers === 0 && this.#modules.chain.head().validators.length > 1) reasons.push("NO_PEERS");
    return reasons;
  }
}
