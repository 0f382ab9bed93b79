import type { SessionDomain } from "@session/bls";
import { type Proposal, type TransitionContext, type Vote, VoteType } from "@session/protocol";
import type { Random } from "@session/testing";
import { Registry } from "prom-client";
import { Attester } from "../../src/attestations/attester.ts";
import { isCheckpoint } from "../../src/attestations/checkpoint.ts";
import { ConsensusEngine } from "../../src/consensus/engine.ts";
import type { Clock, ConsensusTransport, GossipVerdict, Logger, Verdict } from "../../src/consensus/ports.ts";
import type { ConsensusRules } from "../../src/consensus/tendermint.ts";
import { createConsensusMetrics } from "../../src/metrics/consensus.ts";
import { NodeSigner } from "../../src/signing/signer.ts";
import { attestationStoreOf, guardStoreOf, SimulatedDisk, walOf } from "./disk.ts";
import { keyOf, sharedBls, sharedCrypto } from "./keys.ts";
import { type FinalBlock, SimulatedChain } from "./simulatedChain.ts";

const MAX_BLOCKS_PER_ANSWER = 10;
const PULL_PEERS = 2;

export type PullRequest = Parameters<ConsensusTransport["pull"]>[0];

/** How a node's messages leave it. Byzantine nodes put their own in between. */
export interface Wire {
  proposal(proposal: Proposal): void;
  vote(vote: Vote): void;
  /** Peers to ask, and a way to have an answer delivered. */
  ask(peers: number, question: (peer: SimulatedNode, reply: (deliver: () => void) => void) => void): void;
}

export type SimulatedNodeOptions = {
  readonly id: number;
  readonly context: TransitionContext;
  readonly isRegistered: boolean;
  readonly clockSkewMs: number;
  readonly isGuardSynced: boolean;
  readonly rules: ConsensusRules;
};

export type SimulatedNodeModules = {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly wire: Wire;
  readonly onVerdict: (verdict: GossipVerdict, from: number) => void;
};

type Running = {
  readonly engine: ConsensusEngine;
  readonly attester: Attester;
  readonly chain: SimulatedChain;
  readonly stop: () => void;
};

/** The contract the checkpoints of the simulation are for. */
const DOMAIN: SessionDomain = { chainId: 31_337n, verifyingContract: `0x${"11".repeat(20)}` };
const ATTEST_CHECKPOINTS = 3;

/** One node: the real engine, signer and guard on a virtual clock and a disk that survives crashes. */
export class SimulatedNode {
  readonly id: number;
  readonly disk: SimulatedDisk;
  readonly #options: SimulatedNodeOptions;
  readonly #modules: SimulatedNodeModules;
  /** What the node's sync and follower say. */
  mayVote: Verdict = { ok: true };
  #running: Running | undefined;

  constructor(options: SimulatedNodeOptions, modules: SimulatedNodeModules) {
    this.id = options.id;
    this.disk = new SimulatedDisk(modules.random.fork("disk"));
    this.#options = options;
    this.#modules = modules;
  }

  get isUp(): boolean {
    return this.#running !== undefined;
  }

  get height(): number {
    return this.disk.blocks.length;
  }

  get engine(): ConsensusEngine | undefined {
    return this.#running?.engine;
  }

  get chain(): SimulatedChain | undefined {
    return this.#running?.chain;
  }

  get attester(): Attester | undefined {
    return this.#running?.attester;
  }

  async start(): Promise<void> {
    const { id, context, isRegistered, isGuardSynced, rules } = this.#options;
    const { genesisHash, preset } = context;
    const { logger } = this.#modules;
    const { clock, stop } = this.#ownClock();
    const { secret } = keyOf(id);
    const signer = await NodeSigner.open(
      { genesisHash, blsSecretKey: secret },
      {
        bls: sharedBls,
        guardStore: guardStoreOf(this.disk, clock, isGuardSynced),
        clock,
        nodeId: () => (isRegistered ? id : undefined),
      },
    );
    const chain = new SimulatedChain(context, {
      disk: this.disk,
      clock,
      signer: () => signer,
      mayVote: () => this.mayVote,
    });
    const shared = {
      ...{ chain, signer, clock, logger, crypto: sharedCrypto, transport: this.#transport() },
      metrics: createConsensusMetrics(new Registry()),
    };
    const store = attestationStoreOf(this.disk, clock);
    const attester = new Attester({ domain: DOMAIN }, { ...shared, store, isSynced: () => true });
    chain.onFinal = (header) => void attester.onFinal(header);
    const engine = new ConsensusEngine(
      { genesisHash, blockIntervalSec: preset.blockIntervalSec },
      { ...shared, rules, wal: walOf(this.disk, clock), attestations: attester },
    );
    this.#running = { engine, attester, chain, stop };
    const checkpoints = this.disk.blocks.map(({ block }) => block.header).filter(isCheckpoint);
    await attester.start(checkpoints.slice(-ATTEST_CHECKPOINTS));
    await engine.start();
  }

  /** kill −9: what runs is gone, what was synced stays. */
  crash(): void {
    this.#running?.stop();
    this.#running?.engine.close();
    this.#running?.attester.close();
    this.#running = undefined;
    this.disk.crash();
  }

  receiveProposal(proposal: Proposal, from: number): void {
    this.#judge(from, this.#running?.engine.onProposal(proposal, String(from)));
  }

  receiveVote(vote: Vote, from: number): void {
    this.#judge(from, this.#running?.engine.onVote(vote, String(from)));
  }

  notifyPeer(): void {
    this.#running?.engine.notifyPeer();
    this.#running?.attester.notifyPeer();
  }

  #judge(from: number, verdict: Promise<GossipVerdict> | undefined): void {
    void verdict?.then((result) => this.#modules.onVerdict(result, from));
  }

  #transport(): ConsensusTransport {
    const { wire } = this.#modules;
    return {
      broadcastProposal: (proposal) => wire.proposal(proposal),
      broadcastVote: (vote) => wire.vote(vote),
      pull: (request) => wire.ask(PULL_PEERS, (peer, reply) => peer.#answer(this, request, reply)),
    };
  }

  /** Votes and proposal of the height, and the blocks a peer lacks, as block sync would bring them. */
  #answer(asker: SimulatedNode, request: PullRequest, reply: (deliver: () => void) => void): void {
    const running = this.#running;
    if (running === undefined) return;
    const blocks = isPast(request)
      ? []
      : this.disk.blocks.slice(request.height - 1, request.height - 1 + MAX_BLOCKS_PER_ANSWER);
    const { votes, proposal } = running.engine.votesFor(request);
    if (blocks.length > 0) reply(() => void asker.#import(blocks));
    if (proposal !== undefined) reply(() => asker.receiveProposal(proposal, this.id));
    for (const vote of votes) reply(() => asker.receiveVote(vote, this.id));
  }

  async #import(blocks: readonly FinalBlock[]): Promise<void> {
    const running = this.#running;
    for (const final of blocks) if (this.#running === running) await running?.chain.importBlock(final);
    if (this.#running === running) running?.engine.notifyHead();
  }

  /** The world's clock with this node's skew; its timers end with the process. */
  #ownClock(): { clock: Clock; stop: () => void } {
    const { clock } = this.#modules;
    let isAlive = true;
    const own: Clock = {
      now: () => clock.now() + this.#options.clockSkewMs,
      setTimeout: (callback, delayMs) => clock.setTimeout(() => isAlive && callback(), delayMs),
      clearTimeout: (handle) => clock.clearTimeout(handle),
    };
    return {
      clock: own,
      stop: () => {
        isAlive = false;
      },
    };
  }
}

/** Attestations are asked for by the height of their checkpoint, which the asker has already. */
function isPast({ have }: PullRequest): boolean {
  return have.some(({ type }) => type === VoteType.attest);
}
