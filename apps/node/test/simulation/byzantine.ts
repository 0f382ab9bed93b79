import {
  BlockHeaderSsz,
  NIL_VALUE,
  type Proposal,
  proposalSigningRoot,
  type Vote,
  voteSigningRoot,
} from "@session/protocol";
import type { Random } from "@session/testing";
import { keyOf, sharedBls } from "./keys.ts";

/**
 * A node that lies with its own key: to every peer another value, other blocks to one half, votes withheld.
 *
 * It runs the honest engine for its view of the network, and twists what leaves it.
 */
export class Liar {
  readonly #genesisHash: Uint8Array;
  readonly #random: Random;
  readonly #id: number;
  /** Values seen for the newest heights, to vote for. */
  #values: Uint8Array[] = [];

  constructor(id: number, genesisHash: Uint8Array, random: Random) {
    this.#id = id;
    this.#genesisHash = genesisHash;
    this.#random = random;
  }

  /** What this peer gets to see instead; undefined: nothing. */
  twistVote(vote: Vote): Vote | undefined {
    this.#see(vote.value);
    if (this.#random.chance(0.2)) return undefined;
    const value = this.#random.pick([vote.value, NIL_VALUE, ...this.#values]);
    const message = voteSigningRoot(this.#genesisHash, { ...vote, value });
    return { ...vote, value, signature: sharedBls.sign(keyOf(this.#id).secret, message) };
  }

  /** The proposal, or another block for the same round: a second later, which is valid too. */
  twistProposal(proposal: Proposal): Proposal {
    const { height, round } = proposal;
    const { header, body } = proposal.block;
    const isOwn = header.proposer === this.#id && header.round === round;
    if (!isOwn || this.#random.chance(0.5)) return proposal;
    const block = { header: { ...header, time: header.time + 1 }, body };
    const blockHash = BlockHeaderSsz.hashTreeRoot(block.header);
    this.#see(blockHash);
    const message = proposalSigningRoot(this.#genesisHash, { height, round, validRoundPlusOne: 0, blockHash });
    return { ...proposal, validRoundPlusOne: 0, block, signature: sharedBls.sign(keyOf(this.#id).secret, message) };
  }

  #see(value: Uint8Array): void {
    this.#values = [value, ...this.#values].slice(0, 4);
  }
}
