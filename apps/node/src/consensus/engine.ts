import { type Evidence, type Proposal, type Vote, VoteType } from "@session/protocol";
import type { ConsensusMetrics } from "../metrics/consensus.ts";
import { BatchVerifier, type BatchVerifierOptions, DEFAULT_BATCH } from "./batchVerifier.ts";
import { Driver } from "./driver.ts";
import { EvidencePool } from "./evidencePool.ts";
import type { MissingAnswer, MissingRequest } from "./heightState.ts";
import { Intake } from "./intake.ts";
import { LateCommits } from "./lateCommits.ts";
import { Mailbox } from "./mailbox.ts";
import type { ChainPort, Clock, ConsensusCrypto, ConsensusTransport, GossipVerdict, Logger, Signer } from "./ports.ts";
import { Proposer } from "./proposer.ts";
import { type ConsensusStatus, toStatus } from "./status.ts";
import { type ConsensusRules, TENDERMINT } from "./tendermint.ts";
import { DEFAULT_TIMEOUTS, type TimeoutOptions } from "./timeouts.ts";
import { Validation } from "./validation.ts";
import { Voting } from "./voting.ts";
import type { Wal } from "./wal.ts";

export type ConsensusEngineOptions = {
  readonly genesisHash: Uint8Array;
  readonly blockIntervalSec: number;
  readonly timeouts?: TimeoutOptions;
  readonly batch?: BatchVerifierOptions;
};

/** Takes attestations off the vote topic; implemented by `attestations/`. */
export interface AttestationIntake {
  onVote(vote: Vote, from: string): Promise<GossipVerdict>;
  missingFor(request: MissingRequest): readonly Vote[];
}

export type ConsensusEngineModules = {
  readonly chain: ChainPort;
  readonly signer: Signer;
  readonly transport: ConsensusTransport;
  readonly crypto: ConsensusCrypto;
  readonly wal: Wal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ConsensusMetrics;
  readonly attestations?: AttestationIntake;
  readonly signal?: AbortSignal;
  /** Only the simulation's mutants pass other rules. */
  readonly rules?: ConsensusRules;
};

/**
 * Decides one block after the other: Tendermint (`round.ts`) driven by messages, a clock and the chain.
 *
 * Everything that changes state runs in one mailbox, one event after the other; signatures, execution and building run
 * beside it and come back as events. A node outside the validator set runs the same rules without signing: it follows.
 *
 * @example
 * const engine = new ConsensusEngine({ genesisHash, blockIntervalSec: 2 }, modules);
 * await engine.start();
 */
export class ConsensusEngine {
  readonly #modules: ConsensusEngineModules;
  readonly #verifier: BatchVerifier;
  readonly #evidence = new EvidencePool();
  readonly #intake: Intake;
  readonly #mailbox: Mailbox;
  readonly #driver: Driver;

  constructor(options: ConsensusEngineOptions, modules: ConsensusEngineModules) {
    const { genesisHash, blockIntervalSec, timeouts = DEFAULT_TIMEOUTS, batch = DEFAULT_BATCH } = options;
    const late = new LateCommits();
    this.#modules = modules;
    this.#verifier = new BatchVerifier(batch, modules);
    this.#mailbox = new Mailbox(() => this.#driver.advance(), modules.logger);
    const shared = { ...modules, late, post: this.#mailbox.post };
    this.#driver = new Driver(
      { blockIntervalSec, timeouts },
      {
        ...shared,
        rules: modules.rules ?? TENDERMINT,
        voting: new Voting(modules),
        proposer: new Proposer(shared),
        validation: new Validation(shared),
        entered: () => this.#intake.drain(),
      },
    );
    this.#intake = new Intake(
      { genesisHash, blockIntervalSec },
      {
        ...shared,
        verifier: this.#verifier,
        evidence: this.#evidence,
        current: () => this.#driver.state,
        changed: () => this.#mailbox.post(() => undefined),
      },
    );
  }

  /**
   * Takes up the height after the head, with the locks and votes of before a crash.
   *
   * @throws {ConsensusError} `WAL_CORRUPT`
   */
  async start(): Promise<void> {
    const restored = await this.#modules.wal.load();
    this.#modules.signal?.addEventListener("abort", () => this.close(), { once: true });
    this.#mailbox.post(() => this.#driver.enterHeight(restored));
  }

  /** A proposal from gossip or a pull; the verdict says whether to forward it. */
  onProposal(proposal: Proposal, from: string): Promise<GossipVerdict> {
    return this.#intake.onProposal(proposal, from);
  }

  /** A vote of any type from gossip or a pull; resolves once its batch was verified. */
  onVote(vote: Vote, from: string): Promise<GossipVerdict> {
    const { attestations } = this.#modules;
    if (vote.type === VoteType.attest && attestations !== undefined) return attestations.onVote(vote, from);
    return this.#intake.onVote(vote, from);
  }

  /** What a peer lacks of the height being decided, or of the one decided last; block sync serves the others. */
  votesFor(request: MissingRequest): MissingAnswer {
    const states = [this.#driver.state, this.#driver.previous];
    const state = states.find((candidate) => candidate?.height === request.height);
    const answer = state?.missingFor(request) ?? { votes: [] };
    const attestations = this.#modules.attestations?.missingFor(request) ?? [];
    return { ...answer, votes: [...answer.votes, ...attestations] };
  }

  /** The head was moved by block sync. */
  notifyHead(): void {
    this.#mailbox.post(() => this.#driver.followHead());
  }

  /** A peer (re)connected: what was missed meanwhile is asked for. */
  notifyPeer(): void {
    this.#mailbox.post(() => this.#driver.pull());
  }

  /** Where consensus stands, and what it waits for. */
  status(): ConsensusStatus {
    return toStatus(this.#driver.state, this.#modules);
  }

  /** Proven offences seen since the start. */
  evidence(): readonly Evidence[] {
    return this.#evidence.list();
  }

  close(): void {
    this.#mailbox.close();
    this.#verifier.close();
    this.#driver.close();
  }
}
