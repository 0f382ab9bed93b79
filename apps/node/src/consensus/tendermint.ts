import type { BitArray } from "@chainsafe/ssz";
import { quorum } from "@session/protocol";

/** The rules safety hangs on, in one place; only mutants of the simulation pass others. */
export type ConsensusRules = {
  /** Votes that make a decision, of `n` validators. */
  quorum(n: number): number;
  /** Votes of a higher round that make this node skip to it. */
  skipThreshold(n: number): number;
  /** Lines 23 and 29: may a node locked on `lock` prevote `hash`, seen with a quorum of prevotes in `validRound`? */
  mayPrevote(lock: Lock | undefined, hash: string, validRound: number): boolean;
  /** Has this voter been counted for the value already? */
  isCounted(bits: BitArray, index: number): boolean;
};

/** lockedValue (hex of the block hash) and lockedRound. */
export type Lock = { readonly round: number; readonly hash: string };

/** Algorithm 1 of arXiv:1807.04938 with f = n − quorum. */
export const TENDERMINT: ConsensusRules = {
  quorum,
  // Line 55 needs f + 1 votes, so that one of them is honest; more than a third is never fewer.
  skipThreshold: (n) => Math.floor(n / 3) + 1,
  // Line 23 is line 29 without a valid round (−1): only a node without a lock, or locked on this block, agrees.
  mayPrevote: (lock, hash, validRound) => lock === undefined || lock.hash === hash || lock.round <= validRound,
  isCounted: (bits, index) => bits.get(index),
};
