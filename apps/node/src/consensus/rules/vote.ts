import { type UnixSeconds, type Vote, VoteType } from "@session/protocol";
import { type Rejection, VOTE_REJECTIONS } from "../errors.ts";
import { CLOCK_TOLERANCE_SEC } from "./proposal.ts";

/** Far beyond any round a network can reach between two restarts; keeps the arithmetic of timeouts small. */
export const MAX_ROUND = 2 ** 24;
/** Late precommits count for this many heights below the next block (appchain.md: "bits for h may be added until h+5"). */
export const LATE_HEIGHTS = 5;

/** Where a message's height lies, seen from the head. */
export type HeightPlace = "old" | "late" | "current" | "next" | "ahead" | "far";

/**
 * Sorts a height: `current` is being decided, `late` are final ones that still take precommits, `next` is kept until the
 * head moves, `ahead` is dropped (block sync brings it), `far` can't exist yet by this node's clock.
 */
export function placeHeight(
  height: number,
  head: { readonly height: number; readonly time: UnixSeconds },
  options: { readonly intervalSec: number; readonly nowMs: number },
): HeightPlace {
  if (height <= head.height) return height > head.height - LATE_HEIGHTS ? "late" : "old";
  if (height === head.height + 1) return "current";
  if (height === head.height + 2) return "next";
  // Blocks are at least an interval apart and at most the tolerance ahead of any clock.
  const elapsedSec = Math.max(0, options.nowMs / 1000 + 2 * CLOCK_TOLERANCE_SEC - head.time);
  return height - head.height > Math.ceil(elapsedSec / options.intervalSec) + 2 ? "far" : "ahead";
}

/** Why a prevote or precommit can't be one, whoever signed it. */
export function checkVote(vote: Pick<Vote, "type" | "round">): Rejection | undefined {
  // [REJECT] protocol/consensus.md#vote-1: the type is prevote or precommit here; attestations are counted apart.
  if (vote.type !== VoteType.prevote && vote.type !== VoteType.precommit) return VOTE_REJECTIONS.badType;
  // [REJECT] protocol/consensus.md#vote-2: rounds are small.
  if (vote.round > MAX_ROUND) return VOTE_REJECTIONS.badRound;
  return undefined;
}
