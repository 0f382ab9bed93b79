import {
  type Block,
  BlockHeaderSsz,
  NIL_VALUE,
  type Proposal,
  proposalSigningRoot,
  revealSigningRoot,
  type Vote,
  VoteType,
  voteSigningRoot,
} from "@session/protocol";
import type { Random } from "@session/testing";
import { keyOf, sharedBls } from "./keys.ts";
import { rootsOf } from "./simulatedChain.ts";

const TYPES = [VoteType.prevote, VoteType.precommit];

export type LiarOptions = {
  readonly genesisHash: Uint8Array;
  readonly checkpointInterval: number;
  /** State root of the head it knows. */
  readonly parentStateRoot: () => Uint8Array;
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
   * Always a fresh block, whatever a quorum stands behind; and now and then another one of the same round for this peer,
   * valid as well in this simulation, which has no L2.
   */
  twistProposal(proposal: Proposal): Proposal {
    const { height, round } = proposal;
    const own = proposal.validRoundPlusOne === 0 ? proposal.block : this.#rebuild(proposal);
    const l2Number = own.header.l2Number + (this.#random.chance(0.3) ? 1 : 0);
    const block = { header: { ...own.header, l2Number }, body: own.body };
    const blockHash = BlockHeaderSsz.hashTreeRoot(block.header);
    this.see(blockHash, this.#id);
    const message = proposalSigningRoot(this.#options.genesisHash, { height, round, validRoundPlusOne: 0, blockHash });
    return { ...proposal, validRoundPlusOne: 0, block, signature: this.#signature(message) };
  }

  /** The block of another proposer with this node's name, round and reveal on it. */
  #rebuild({ height, round, block }: Proposal): Block {
    const reveal = this.#signature(revealSigningRoot(this.#options.genesisHash, height));
    const header = { ...block.header, proposer: this.#id, round, reveal };
    const roots = rootsOf(header, this.#options.parentStateRoot(), this.#options.checkpointInterval);
    return { header: { ...header, ...roots }, body: block.body };
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
