import {
  type Block,
  BlockHeaderSsz,
  NIL_VALUE,
  type Proposal,
  proposalSigningRoot,
  type Vote,
  VoteType,
  voteSigningRoot,
} from "@session/protocol";
import type { Random } from "@session/testing";
import { keyOf, sharedBls } from "./keys.ts";

const TYPES = [VoteType.prevote, VoteType.precommit];

export type LiarOptions = {
  readonly genesisHash: Uint8Array;
  /** Another valid block of the liar's for the same round, so much later. */
  readonly produce: (proposal: Proposal, laterSec: number) => Block | undefined;
};

/**
 * A node that lies with its own key: to every peer other votes of both types for anything ever proposed, other blocks to
 * some, votes withheld, no locks, and always a fresh proposal.
 *
 * It runs the honest engine for its view of the network, and twists what leaves it.
 */
export class Liar {
  readonly #options: LiarOptions;
  readonly #random: Random;
  readonly #id: number;
  /** The newest values seen, to vote for. */
  #values: Uint8Array[] = [];
  #isOwnNewest = false;

  constructor(id: number, options: LiarOptions, random: Random) {
    this.#id = id;
    this.#options = options;
    this.#random = random;
  }

  /**
   * What this peer gets to see instead. A block of its own the liar helps with both votes at once; with those of others
   * everybody gets something else.
   */
  twistVote(vote: Vote): Vote[] {
    const [newest = NIL_VALUE] = this.#values;
    if (this.#isOwnNewest) return TYPES.map((type) => this.#sign({ ...vote, type, value: newest }));
    const types = TYPES.filter(() => this.#random.chance(0.8));
    return types.map((type) => {
      const value = this.#random.pick([vote.value, NIL_VALUE, ...this.#values]);
      return this.#sign({ ...vote, type, value });
    });
  }

  /**
   * Always a fresh block, whatever a quorum stands behind; and now and then another one of the same round for this peer, a
   * second later and valid as well.
   */
  twistProposal(proposal: Proposal): Proposal {
    const { height, round } = proposal;
    const block = this.#random.chance(0.3) ? this.#options.produce(proposal, 1) : this.#fresh(proposal);
    if (block === undefined) return proposal;
    const blockHash = BlockHeaderSsz.hashTreeRoot(block.header);
    this.see(blockHash, this.#id);
    const message = proposalSigningRoot(this.#options.genesisHash, { height, round, validRoundPlusOne: 0, blockHash });
    return { ...proposal, validRoundPlusOne: 0, block, signature: this.#signature(message) };
  }

  #fresh(proposal: Proposal): Block | undefined {
    return proposal.validRoundPlusOne === 0 ? proposal.block : this.#options.produce(proposal, 0);
  }

  /** A block somebody proposed. */
  see(value: Uint8Array, proposer: number): void {
    this.#values = [value, ...this.#values].slice(0, 4);
    this.#isOwnNewest = proposer === this.#id;
  }

  #sign(vote: Vote): Vote {
    return { ...vote, signature: this.#signature(voteSigningRoot(this.#options.genesisHash, vote)) };
  }

  #signature(message: Uint8Array): Uint8Array {
    return sharedBls.sign(keyOf(this.#id).secret, message);
  }
}
