import { type Evidence, type Proposal, type Vote, voteSigningRoot } from "@session/protocol";
import type { ConsensusMetrics } from "../metrics/consensus.ts";
import type { BatchVerifier } from "./batchVerifier.ts";
import { isSameBytes } from "./bytes.ts";
import { PROPOSAL_REJECTIONS, type Rejection, VOTE_REJECTIONS } from "./errors.ts";
import type { EvidencePool } from "./evidencePool.ts";
import type { HeightState } from "./heightState.ts";
import type { LateCommits } from "./lateCommits.ts";
import type { ChainPort, Clock, GossipVerdict, Logger, Signer } from "./ports.ts";
import { toProposalEvidence, toVoteEvidence } from "./rules/evidence.ts";
import { checkProposal, proposalRoot, toBlockHash } from "./rules/proposal.ts";
import { checkVote, type HeightPlace, placeHeight } from "./rules/vote.ts";
import type { VotePool } from "./votePool.ts";

/** Proposals of rounds this far above the own one are kept; blocks are large, votes are not. */
const PROPOSAL_ROUNDS_AHEAD = 8;
/** Messages for the height after the one being decided, kept until the head moves. */
const MAX_EARLY_VOTES_PER_VALIDATOR = 4;
const MIN_EARLY_VOTES = 64;
const MAX_EARLY_PROPOSALS = 4;

const ACCEPT: GossipVerdict = { result: "accept" };
const IGNORE: GossipVerdict = { result: "ignore" };

type Early<Message> = { readonly message: Message; readonly from: string };

export type IntakeModules = {
  readonly chain: ChainPort;
  readonly clock: Clock;
  readonly verifier: BatchVerifier;
  readonly late: LateCommits;
  readonly signer: Signer;
  readonly evidence: EvidencePool;
  readonly metrics: ConsensusMetrics;
  readonly logger: Logger;
  /** The height being decided. */
  readonly current: () => HeightState;
  /** Something was counted: the rules may apply. */
  readonly changed: () => void;
};

/** The door for peers' messages: cheap checks, then the signature, then the pool; nothing unverified is counted. */
export class Intake {
  readonly #options: { readonly genesisHash: Uint8Array; readonly blockIntervalSec: number };
  readonly #modules: IntakeModules;
  #earlyVotes: Early<Vote>[] = [];
  #earlyProposals: Early<Proposal>[] = [];

  constructor(
    options: { readonly genesisHash: Uint8Array; readonly blockIntervalSec: number },
    modules: IntakeModules,
  ) {
    this.#options = options;
    this.#modules = modules;
  }

  async onVote(vote: Vote, from: string): Promise<GossipVerdict> {
    const place = this.#place(vote.height);
    const rejection = this.#rejectFar(place, VOTE_REJECTIONS.farHeight) ?? checkVote(vote);
    if (rejection !== undefined) return this.#reject(rejection);
    if (place === "next") return this.#keepVote(vote, from);
    const pool = this.#poolFor(vote);
    if (pool === undefined) return this.#drop(place);
    const voter = pool.voter(vote.node);
    // [REJECT] protocol/consensus.md#vote-3: only validators of the height vote.
    if (voter === undefined) return this.#reject(VOTE_REJECTIONS.unknownNode);
    if (pool.has(vote)) return IGNORE;
    const message = voteSigningRoot(this.#options.genesisHash, vote);
    const isValid = await this.#modules.verifier.verify({
      publicKey: voter.blsKey,
      message,
      signature: vote.signature,
    });
    if (isValid === undefined) return this.#drop("busy");
    // [REJECT] protocol/consensus.md#vote-4: the signature is the voter's over this network, height, round, type, value.
    if (!isValid) return this.#reject(VOTE_REJECTIONS.badSignature);
    return this.#count(vote);
  }

  async onProposal(proposal: Proposal, from: string): Promise<GossipVerdict> {
    const place = this.#place(proposal.height);
    const far = this.#rejectFar(place, PROPOSAL_REJECTIONS.farHeight);
    if (far !== undefined) return this.#reject(far);
    if (place === "next") return this.#keepProposal(proposal, from);
    const state = this.#modules.current();
    if (place !== "current" || state.height !== proposal.height) return this.#drop(place);
    if (proposal.round > state.round.round + PROPOSAL_ROUNDS_AHEAD) return this.#drop("round");
    const hash = toBlockHash(proposal);
    if (state.book.has(proposal, hash)) return IGNORE;
    const rejection = checkProposal(proposal, state.head, this.#options.genesisHash);
    if (rejection !== undefined) return this.#reject(rejection);
    const publicKey = state.pool.voter(proposal.proposer)?.blsKey;
    if (publicKey === undefined) return this.#reject(PROPOSAL_REJECTIONS.wrongProposer);
    const message = proposalRoot(this.#options.genesisHash, proposal, hash);
    const isValid = await this.#modules.verifier.verify({ publicKey, message, signature: proposal.signature });
    if (isValid === undefined) return this.#drop("busy");
    // [REJECT] protocol/consensus.md#proposal-6: the signature is the proposer's.
    if (!isValid) return this.#reject(PROPOSAL_REJECTIONS.badSignature);
    return this.#book(proposal, hash);
  }

  /** Takes up what was kept for the height that is now being decided. */
  drain(): void {
    const votes = this.#earlyVotes;
    const proposals = this.#earlyProposals;
    this.#earlyVotes = [];
    this.#earlyProposals = [];
    for (const { message, from } of proposals) void this.onProposal(message, from);
    for (const { message, from } of votes) void this.onVote(message, from);
  }

  #place(height: number): HeightPlace {
    const { clock, current } = this.#modules;
    const { blockIntervalSec: intervalSec } = this.#options;
    return placeHeight(height, current().head, { intervalSec, nowMs: clock.now() });
  }

  #rejectFar(place: HeightPlace, code: Rejection): Rejection | undefined {
    // [REJECT] protocol/consensus.md#vote-5: heights that can't exist yet. A node that can't vote may be wrong about them.
    return place === "far" && this.#modules.chain.canVote().ok ? code : undefined;
  }

  #poolFor(vote: Vote): VotePool | undefined {
    const { pool, height } = this.#modules.current();
    return vote.height === height ? pool : this.#modules.late.poolFor(vote);
  }

  /** The height may have been decided while the signature was verified: ask for the pool again. */
  #count(vote: Vote): GossipVerdict {
    const result = this.#poolFor(vote)?.add(vote);
    if (result === undefined) return this.#drop("late");
    if (result.kind === "repeated") return IGNORE;
    if (result.kind === "refused") return this.#drop("refused");
    this.#modules.metrics.votes.inc({ type: vote.type });
    this.#warnOfDouble(vote);
    if (result.kind === "equivocation") this.#record(toVoteEvidence(result.first, vote), "VOTE_EQUIVOCATION");
    this.#modules.changed();
    return ACCEPT;
  }

  /** A vote of the own key that this node never made: the same key runs somewhere else, and will be caught double-signing. */
  #warnOfDouble({ node, height, round, type, value }: Vote): void {
    const { signer, logger } = this.#modules;
    if (node !== signer.id) return;
    const isOwn = signer
      .signedAt(height)
      .some((slot) => slot.round === round && slot.type === type && isSameBytes(slot.value, value));
    if (!isOwn)
      logger.error({ code: "KEY_USED_ELSEWHERE", height, round, type }, "another process signs with this key");
  }

  #book(proposal: Proposal, hash: Uint8Array): GossipVerdict {
    const state = this.#modules.current();
    if (state.height !== proposal.height) return this.#drop("late");
    const { isNew, conflict } = state.book.add(proposal, state.isWanted(hash));
    if (conflict !== undefined) this.#record(toProposalEvidence(conflict, proposal), "PROPOSAL_EQUIVOCATION");
    if (!isNew) return IGNORE;
    this.#modules.changed();
    return ACCEPT;
  }

  #record(evidence: Evidence, code: "VOTE_EQUIVOCATION" | "PROPOSAL_EQUIVOCATION"): void {
    if (!this.#modules.evidence.add(evidence)) return;
    const { node, height, round, type } = evidence;
    this.#modules.metrics.evidence.inc();
    this.#modules.logger.warn({ code, node, height, round, type }, "a validator signed two values for one slot");
  }

  #keepVote(message: Vote, from: string): GossipVerdict {
    const limit = MIN_EARLY_VOTES + MAX_EARLY_VOTES_PER_VALIDATOR * this.#modules.current().pool.voters.length;
    if (this.#earlyVotes.length < limit) this.#earlyVotes.push({ message, from });
    return IGNORE;
  }

  #keepProposal(message: Proposal, from: string): GossipVerdict {
    if (this.#earlyProposals.length < MAX_EARLY_PROPOSALS) this.#earlyProposals.push({ message, from });
    return IGNORE;
  }

  #drop(reason: HeightPlace | "busy" | "round" | "refused"): GossipVerdict {
    this.#modules.metrics.rejected.inc({ reason: `dropped_${reason}` });
    return IGNORE;
  }

  #reject(code: Rejection): GossipVerdict {
    this.#modules.metrics.rejected.inc({ reason: code });
    return { result: "reject", code };
  }
}
