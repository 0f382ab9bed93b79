import { join } from "node:path";
import type { BlockHeader } from "@session/protocol";
import type { FastifyInstance } from "fastify";
import { CheckpointQueries } from "./api/checkpointQueries.ts";
import { toAddress } from "./api/format.ts";
import { createApi, listenApi } from "./api/server.ts";
import { DatabaseAttestationStore } from "./attestations/attestationStore.ts";
import { Attester } from "./attestations/attester.ts";
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
import { CertificateArchive } from "./store/certificateArchive.ts";
import type { ChainStore } from "./store/chainStore.ts";
import type { Database } from "./store/database.ts";
import { BlockSync, DEFAULT_BLOCK_SYNC } from "./sync/blockSync.ts";
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

/** A provider that answers at all has answered by then; without an answer the node starts and keeps the parent's L2 view. */
const FIRST_L2_WAIT_MS = 5_000;

/** Everything of a node that talks: P2P, consensus, attestations, block sync and the API. */
export class Services implements Closeable {
  readonly chain: Chain;
  readonly #context: NodeContext;
  readonly #modules: ServicesModules;
  readonly #p2p: P2pNetwork;
  readonly #consensus: ConsensusEngine;
  readonly #crypto: ConsensusCrypto & Closeable;
  readonly #announcer: ReadyAnnouncer;
  readonly #attester: Attester;
  readonly #sync: BlockSync;
  readonly #checkpoints: CheckpointQueries;
  /** Attestations follow blocks in order. */
  #attesting: Promise<void> = Promise.resolve();
  #isConsensusRunning = false;
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
    const metrics = createConsensusMetrics(registry);
    const isSynced = () => !this.isSyncing();
    const { genesis } = network;
    this.#attester = new Attester(
      { domain: { chainId: genesis.chainId, verifyingContract: toAddress(genesis.contracts.serviceNodeRewards) } },
      {
        ...{ chain, signer, transport: p2p, crypto, clock, logger, metrics, isSynced },
        store: new DatabaseAttestationStore(modules.database),
      },
    );
    this.#consensus = new ConsensusEngine(
      { genesisHash: network.genesisHash, blockIntervalSec: chain.preset.blockIntervalSec },
      {
        ...{ chain, signer, transport: p2p, crypto, clock, logger, signal },
        wal: new FileWal(join(options.dataDir, "consensus-wal")),
        metrics,
        attestations: this.#attester,
      },
    );
    this.#announcer = new ReadyAnnouncer({
      ...modules,
      ...{ transport: p2p, clock, logger, isSynced },
    });
    this.#checkpoints = new CheckpointQueries({
      ...{ chain, store: modules.store, archive: new CertificateArchive(modules.database) },
      certificate: (height, set) => this.#attester.certificate(height, set),
    });
    this.#sync = new BlockSync(
      { ...DEFAULT_BLOCK_SYNC, peersToHear: Math.min(2, chain.head().validators.length - 1) },
      {
        ...{ chain, network: p2p, logger, clock, signal, metrics: p2p.metrics },
        onSynced: () => this.#onSynced(),
        onFailed: context.fail,
      },
    );
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
    await this.#attester.start(await this.#recentCheckpoints());
    chain.onCommitted(({ block }) => this.#onCommitted(block.header));
    this.#p2p.listen({ peerStatus: () => this.#consensus.notifyPeer() });
    this.#sync.start();
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
    return !this.#sync.status().synced;
  }

  async close(): Promise<void> {
    await this.#api?.close();
    this.#sync.close();
    this.#consensus.close();
    this.#attester.close();
    await this.#p2p.close();
    await this.#attesting;
    await this.#crypto.close();
  }

  /** Headers of the last three checkpoints, ascending. */
  async #recentCheckpoints(): Promise<BlockHeader[]> {
    const { chain, store } = this.#modules;
    const interval = chain.preset.checkpointIntervalBlocks;
    const newest = Math.floor(chain.head().height / interval) * interval;
    const heights = [newest - 2 * interval, newest - interval, newest].filter((height) => height > 0);
    const finals = await Promise.all(heights.map((height) => store.blockAt(height)));
    return finals.flatMap((final) => (final === undefined ? [] : [final.block.header]));
  }

  #onCommitted(header: BlockHeader): void {
    const { restored } = this.#modules.signer;
    restored?.observe(header.height);
    if (restored !== undefined && !this.isSyncing()) this.#onSyncedAt(header.height);
    this.#attesting = this.#attesting
      .then(() => this.#checkpoints.archive(header))
      .then(() => this.#attester.onFinal(header))
      .catch((error: unknown) => this.#context.fail(error));
  }

  /** Block sync has reached the peers' heads, first or again: consensus goes on from there. */
  #onSynced(): void {
    this.#onSyncedAt(this.chain.head().height);
    if (this.#isConsensusRunning) this.#consensus.notifyHead();
    else {
      this.#isConsensusRunning = true;
      this.#startConsensus().catch((error: unknown) => this.#context.fail(error));
    }
    this.#announcer.announce();
  }

  async #startConsensus(): Promise<void> {
    await this.#modules.l2?.seen(FIRST_L2_WAIT_MS);
    if (!this.#context.signal.aborted) await this.#consensus.start();
  }

  /** A restored key counts its waiting time from the first full sync. */
  #onSyncedAt(height: number): void {
    this.#modules.signer.restored?.synced(height).catch((error: unknown) => this.#context.fail(error));
  }

  async #startApi(): Promise<string> {
    const { options, network, logger, registry, signal } = this.#context;
    const { chain, store } = this.#modules;
    const apiOptions = { host: options.apiHost, port: options.apiPort, requestsPerMinute: options.apiRateLimit };
    this.#api = await createApi(apiOptions, {
      ...{ network, chain, store, checkpoints: this.#checkpoints, registry, logger, signal, version: VERSION },
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
      checkpoint: () => this.#attester.progress(),
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
