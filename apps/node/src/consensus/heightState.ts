import { BlockHeaderSsz, type Height, type NodeId, type Proposal, type Vote, VoteType } from "@session/protocol";
import { toKey } from "./bytes.ts";
import type { ChainHead, VoteHave } from "./ports.ts";
import { ProposalBook } from "./proposalBook.ts";
import { Round } from "./round.ts";
import type { ConsensusRules } from "./tendermint.ts";
import { VotePool } from "./votePool.ts";
import type { WalRecord } from "./wal.ts";

export type MissingRequest = {
  readonly height: Height;
  readonly round: number;
  readonly have: readonly VoteHave[];
  readonly proposal: boolean;
};
export type MissingAnswer = { readonly votes: readonly Vote[]; readonly proposals: readonly Proposal[] };

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
    const types = [VoteType.prevote, VoteType.precommit];
    return this.pool.rounds().some((round) => types.some((type) => this.pool.count(round, type, hash) >= threshold));
  }

  /** A block a quorum voted for in any round that isn't here. */
  lacksBlock(): boolean {
    const types = [VoteType.prevote, VoteType.precommit];
    return this.pool.rounds().some((round) =>
      types.some((type) => {
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
    return { votes, proposals: request.proposal ? this.#proposals(rounds) : [] };
  }

  #isDecisive(round: number): boolean {
    const types = [VoteType.prevote, VoteType.precommit];
    return round === this.round.valid?.round || types.some((type) => this.pool.decided(round, type) !== undefined);
  }

  #proposals(rounds: ReadonlySet<number>): Proposal[] {
    return this.book.all().filter(({ round }) => rounds.has(round));
  }
}
