import { type Height, type NodeId, VoteType } from "@session/protocol";
import type { HeightState } from "./heightState.ts";
import type { ChainPort, Signer, Verdict } from "./ports.ts";
import type { Step } from "./round.ts";

/** What the chain waits for, and who is missing. */
export type WaitingFor =
  | { readonly reason: "BLOCK_TIME"; readonly untilMs: number }
  | { readonly reason: "PROPOSAL"; readonly missing: readonly NodeId[] }
  /** A quorum voted for a block this node hasn't got, or is still executing. */
  | { readonly reason: "BLOCK" }
  | {
      readonly reason: "PREVOTES" | "PRECOMMITS";
      readonly have: number;
      readonly need: number;
      readonly missing: readonly NodeId[];
    };

export type ConsensusStatus = {
  readonly height: Height;
  readonly round: number;
  readonly step: Step;
  /** −1 without a lock. */
  readonly lockedRound: number;
  readonly validRound: number;
  readonly validators: number;
  readonly isValidator: boolean;
  /** Whether this node may vote, and if not why. */
  readonly canVote: Verdict;
  readonly waitingFor: WaitingFor;
};

/** Silent voters of a type in the current round. */
function missingVoters(state: HeightState, type: VoteType): NodeId[] {
  const voted = state.pool.voted(state.round.round, type);
  return state.pool.voters.filter((_, index) => !voted.get(index)).map(({ id }) => id);
}

function toWaitingFor(state: HeightState): WaitingFor {
  const { round, step } = state.round;
  if (step === "new") return { reason: "BLOCK_TIME", untilMs: state.startMs };
  if (state.lacksBlock()) return { reason: "BLOCK" };
  if (step === "propose" && state.book.first(round) === undefined)
    return { reason: "PROPOSAL", missing: [state.head.proposer(round)] };
  const type = step === "precommit" ? VoteType.precommit : VoteType.prevote;
  return {
    reason: type === VoteType.precommit ? "PRECOMMITS" : "PREVOTES",
    have: state.pool.total(round, type),
    need: state.pool.quorum,
    missing: missingVoters(state, type),
  };
}

export function toStatus(
  state: HeightState,
  { chain, signer }: { readonly chain: ChainPort; readonly signer: Signer },
): ConsensusStatus {
  const { round, step, locked, valid } = state.round;
  return {
    height: state.height,
    round,
    step,
    lockedRound: locked?.round ?? -1,
    validRound: valid?.round ?? -1,
    validators: state.pool.voters.length,
    isValidator: state.isValidator(signer.id),
    canVote: chain.canVote(),
    waitingFor: toWaitingFor(state),
  };
}
