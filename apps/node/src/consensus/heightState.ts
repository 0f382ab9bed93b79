import { BlockHeaderSsz, type Height, type NodeId, type Proposal, type Vote, VoteType } from "@session/protocol";
import { toKey } from "./bytes.ts";
import type { ChainHead, VoteHave } from "./ports.ts";
import { ProposalBook } from "./proposalBook.ts";
import { Round } from "./round.ts";
import { toBlockHash } from "./rules/proposal.ts";
import type { ConsensusRules } from "./tendermint.ts";
import { VotePool } from "./votePool.ts";
import type { WalRecord } from "./wal.ts";

export type MissingRequest = {
  readonly height: Height;
  readonly round: number;
  readonly have: readonly VoteHave[];
  readonly proposal: boolean;
};
export type MissingAnswer = { readonly votes: readonly Vote[]; readonly proposal?: Proposal };

/** A vote of this node, before it is signed. */
export type OwnVote = Pick<Vote, "round" | "type" | "value">;

const TYPES = [VoteType.prevote, VoteType.precommit];

/** Everything about the height being decided; thrown away as a whole when the head moves. */
export class HeightState {
  readonly head: ChainHead;
  readonly height: Height;
  readonly pool: VotePool;
  readonly book = new ProposalBook();
  readonly round: Round;
  /** Ends work for this height: builds, checks, timers. */
  readonly abort = new AbortController();
  /** When round 0 may start, milliseconds since the epoch. */
  startMs: number;
  /** When the first round did start. */
  startedMs: number | undefined;
  /** Votes the rules asked for that couldn't be signed yet; the round may hang on them. */
  unsent: OwnVote[] = [];
  /** The locks have changed and aren't on disk yet: nothing may be signed before they are. */
  isUnsaved = false;

  constructor(head: ChainHead, startMs: number, rules: ConsensusRules, restored: WalRecord | undefined) {
    this.head = head;
    this.height = head.height + 1;
    this.startMs = startMs;
    this.pool = new VotePool(this.height, head.validators, rules);
    const record = restored?.height === this.height ? restored : undefined;
    this.round = new Round(rules, record);
    for (const block of record?.blocks ?? []) {
      const hash = BlockHeaderSsz.hashTreeRoot(block.header);
      this.book.addBlock(hash, block);
    }
  }

  isValidator(node: NodeId | undefined): boolean {
    return node !== undefined && this.pool.voter(node) !== undefined;
  }

  /** What to remember over a crash: locks, and the blocks they name. */
  toRecord(): WalRecord {
    const { locked, valid } = this.round;
    const hashes = new Set([locked?.hash, valid?.hash].filter((hash) => hash !== undefined));
    const blocks = [...hashes].flatMap((hash) => this.book.block(hash) ?? []);
    return { height: this.height, locked, valid, blocks };
  }

  /** Do more than a third of the voters stand behind a block, so that a third proposal of a round may be worth keeping? */
  isWanted(hash: Uint8Array): boolean {
    const threshold = Math.floor(this.pool.voters.length / 3) + 1;
    return this.pool.rounds().some((round) => TYPES.some((type) => this.pool.count(round, type, hash) >= threshold));
  }

  /** A block a quorum voted for in any round that isn't here. */
  lacksBlock(): boolean {
    return this.pool.rounds().some((round) =>
      TYPES.some((type) => {
        const tally = this.pool.decided(round, type);
        return tally !== undefined && this.book.block(toKey(tally.value)) === undefined;
      }),
    );
  }

  /** What a peer lacks: of the round it asks for, of the one this node is in, and of any that decided a block. */
  missingFor(request: MissingRequest): MissingAnswer {
    const decisive = this.pool.rounds().filter((round) => this.#isDecisive(round));
    const rounds = new Set([request.round, this.round.round, ...decisive]);
    const votes = [...rounds].flatMap((round) => this.pool.missing(round, round === request.round ? request.have : []));
    const proposal = request.proposal ? this.#proposalFor(request.round, rounds) : undefined;
    return proposal === undefined ? { votes } : { votes, proposal };
  }

  #isDecisive(round: number): boolean {
    return round === this.round.valid?.round || TYPES.some((type) => this.pool.decided(round, type) !== undefined);
  }

  /** The one a quorum voted for, else that of the round asked for, else that of the own round. */
  #proposalFor(round: number, rounds: ReadonlySet<number>): Proposal | undefined {
    const candidates = this.book.all().filter((proposal) => rounds.has(proposal.round));
    return (
      candidates.find((proposal) => this.#isBacked(toBlockHash(proposal))) ??
      candidates.find((proposal) => proposal.round === round) ??
      candidates.at(-1)
    );
  }

  #isBacked(hash: Uint8Array): boolean {
    return this.pool.rounds().some((round) => TYPES.some((type) => this.pool.hasQuorum(round, type, hash)));
  }
}
