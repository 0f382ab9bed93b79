import { type Height, type Proposal, ProposalSsz, type Vote } from "@session/protocol";
import type { Clock, ConsensusTransport, GossipVerdict } from "../consensus/ports.ts";
import type { Gossip } from "./gossip.ts";
import type { Peer, PeerBook } from "./peers.ts";
import type { HeadStatus, P2pLogger, PeerName, ProposalHandler, VoteHandler } from "./ports.ts";
import type { Topics } from "./topics.ts";
import { VoteBatcher } from "./voteBatcher.ts";
import { tryDecode, VoteBatchSsz, type VotesRequest } from "./wire.ts";

export type ConsensusGossipModules = {
  readonly gossip: Gossip;
  readonly book: PeerBook;
  readonly clock: Clock;
  readonly logger: P2pLogger;
  readonly ownHead: () => Height;
  /** Asks a peer for its head; undefined if it doesn't answer. */
  readonly refreshStatus: (peer: Peer) => Promise<HeadStatus | undefined>;
  readonly requestVotes: (
    peer: Peer,
    request: VotesRequest,
  ) => Promise<{ headHeight: Height; votes: Vote[]; proposal: Proposal | null }>;
  /** A peer speaks of heights beyond the next one. */
  readonly onBehind: (height: Height, from: PeerName) => void;
};

export type ConsensusGossipOptions = { readonly topics: Topics; readonly group: number; readonly voteBatchMs: number };

/** A peer's messages may run this far ahead of or behind the head it last told. */
const HEAD_TOLERANCE = 2;
/** Peers one pull asks. */
const PULL_PEERS = 3;
const PULL_AT_ONCE = 8;
/** How often a peer that speaks of odd heights may be asked for its head. */
const STATUS_REFRESH_MS = 1_000;

/** Proposals and votes over gossip, and pulls over requests: how consensus talks (protocol/p2p.md#consensus). */
export class ConsensusGossip implements ConsensusTransport {
  readonly #options: ConsensusGossipOptions;
  readonly #modules: ConsensusGossipModules;
  readonly #batcher: VoteBatcher;
  readonly #refreshes = new WeakMap<Peer, { atMs: number; status: Promise<HeadStatus | undefined> }>();
  readonly #pulls = new Set<string>();
  #proposalHandler: ProposalHandler = () => ({ result: "ignore" });
  #voteHandler: VoteHandler = () => ({ result: "ignore" });

  constructor(options: ConsensusGossipOptions, modules: ConsensusGossipModules) {
    this.#options = options;
    this.#modules = modules;
    const { gossip, clock } = modules;
    this.#batcher = new VoteBatcher(options.voteBatchMs, clock, (topic, data) => gossip.publish(topic, data));
    gossip.handle(options.topics.proposals, (data, _from, peer) => this.#takeProposal(data, peer));
    gossip.handle(options.topics.votes(options.group), (data, _from, peer) => this.#takeVotes(data, peer));
  }

  onProposal(handler: ProposalHandler): void {
    this.#proposalHandler = handler;
  }

  onVote(handler: VoteHandler): void {
    this.#voteHandler = handler;
  }

  broadcastProposal(proposal: Proposal): void {
    this.#modules.gossip.publish(this.#options.topics.proposals, ProposalSsz.serialize(proposal));
  }

  broadcastVote(vote: Vote): void {
    this.#batcher.add(this.#options.topics.votes(this.#options.group), vote);
  }

  flush(): void {
    this.#batcher.flush();
  }

  /** Answers go to the same handlers as gossip; a peer that answers with what is refused is treated as for gossip. */
  pull(request: Parameters<ConsensusTransport["pull"]>[0]): void {
    const { height, round, proposal } = request;
    const have = request.have.map(({ type, value, bits }) => ({ type, value, bits }));
    for (const peer of this.#peersToAsk(height)) {
      const key = `${peer.name}/${height}/${round}`;
      if (this.#pulls.has(key) || this.#pulls.size >= PULL_AT_ONCE) continue;
      this.#pulls.add(key);
      this.#pullFrom(peer, { height, round, proposal, have })
        .catch((error: unknown) =>
          this.#modules.logger.debug({ peer: peer.name, height, round, err: error }, "p2p: pull failed"),
        )
        .finally(() => this.#pulls.delete(key));
    }
  }

  async #pullFrom(peer: Peer, request: VotesRequest): Promise<void> {
    const answer = await this.#modules.requestVotes(peer, request);
    if (answer.headHeight >= request.height) this.#modules.onBehind(answer.headHeight, peer.name);
    const proposals = answer.proposal === null ? [] : [answer.proposal];
    const verdicts = await Promise.all([
      ...proposals.map((proposal) => this.#judgeProposal(proposal, peer)),
      ...answer.votes.map((vote) => this.#judgeVote(vote, peer)),
    ]);
    // One point per answer, as for a gossiped batch.
    const refused = verdicts.find((verdict) => verdict.result === "reject");
    if (refused !== undefined) this.#modules.book.offend(peer.id, refused.code);
  }

  /** Some contract nodes that are as far as this one, in random order; which ones isn't part of the protocol. */
  #peersToAsk(height: Height): Peer[] {
    const { book } = this.#modules;
    const members = [...book.peers.values()].filter((peer) => book.isContractNode(peer.key));
    const near = members.filter((peer) => peer.status !== undefined && peer.status.height + 1 >= height);
    const pool = near.length > 0 ? near : members;
    for (let i = pool.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      const [a, b] = [pool[i], pool[j]];
      if (a !== undefined && b !== undefined) [pool[i], pool[j]] = [b, a];
    }
    return pool.slice(0, PULL_PEERS);
  }

  async #takeProposal(data: Uint8Array, peer: Peer): Promise<GossipVerdict> {
    const proposal = tryDecode(ProposalSsz, data);
    if (proposal === undefined) return { result: "reject", code: "P2P_MESSAGE_MALFORMED" };
    return this.#judgeProposal(proposal, peer);
  }

  /** The votes of a message stand and fall together when it is forwarded; the good ones are delivered anyway. */
  async #takeVotes(data: Uint8Array, peer: Peer): Promise<GossipVerdict> {
    const votes = tryDecode(VoteBatchSsz, data);
    if (votes === undefined || votes.length === 0) return { result: "reject", code: "P2P_MESSAGE_MALFORMED" };
    const verdicts = await Promise.all(votes.map((vote) => this.#judgeVote(vote, peer)));
    const refused = verdicts.find((verdict) => verdict.result === "reject");
    if (refused !== undefined) return refused;
    return { result: verdicts.some((verdict) => verdict.result === "accept") ? "accept" : "ignore" };
  }

  async #judgeProposal(proposal: Proposal, peer: Peer): Promise<GossipVerdict> {
    const verdict = await this.#proposalHandler(proposal, peer.name);
    return this.#judge(verdict, proposal.height, peer);
  }

  async #judgeVote(vote: Vote, peer: Peer): Promise<GossipVerdict> {
    const verdict = await this.#voteHandler(vote, peer.name);
    return this.#judge(verdict, vote.height, peer);
  }

  /**
   * A far height is an offence only if it doesn't fit the head the sender claims: a node that was away hears far heights
   * from honest peers. Claims are checked by block sync, which drops peers that can't show their blocks.
   */
  async #judge(verdict: GossipVerdict, height: Height, peer: Peer): Promise<GossipVerdict> {
    const isFar = verdict.result === "reject" && verdict.code.endsWith("FAR_HEIGHT");
    if (verdict.result === "reject" && !isFar) return verdict;
    if (isFar && !(await this.#fitsHead(peer, height))) return verdict;
    if (height > this.#modules.ownHead() + 1) this.#modules.onBehind(height - 1, peer.name);
    return isFar ? { result: "ignore" } : verdict;
  }

  async #fitsHead(peer: Peer, height: Height): Promise<boolean> {
    const fits = (status: HeadStatus | undefined): boolean =>
      status !== undefined && Math.abs(status.height + 1 - height) <= HEAD_TOLERANCE;
    if (fits(peer.status)) return true;
    const nowMs = this.#modules.clock.now();
    let refresh = this.#refreshes.get(peer);
    if (refresh === undefined || nowMs - refresh.atMs >= STATUS_REFRESH_MS) {
      refresh = { atMs: nowMs, status: this.#modules.refreshStatus(peer) };
      this.#refreshes.set(peer, refresh);
    }
    return fits(await refresh.status);
  }
}
