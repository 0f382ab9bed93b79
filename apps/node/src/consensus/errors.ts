import { CodedError } from "@session/protocol";

/** What stops consensus; everything a peer can cause is a {@link GossipVerdict} instead. */
export type ConsensusErrorDetail =
  /** The write-ahead log can't be read; the node must not vote with locks it may have forgotten. */
  | { readonly code: "WAL_CORRUPT"; readonly path: string }
  /** More than two thirds decided a block that this node finds invalid: other software or broken storage. */
  | { readonly code: "CONSENSUS_INVALID_DECISION"; readonly height: number; readonly reason: string };

export class ConsensusError extends CodedError<ConsensusErrorDetail> {}

/** Why a vote is refused and its sender counted against; label of the metric. */
export const VOTE_REJECTIONS = {
  farHeight: "VOTE_FAR_HEIGHT",
  unknownNode: "VOTE_UNKNOWN_NODE",
  badSignature: "VOTE_BAD_SIGNATURE",
  badType: "VOTE_BAD_TYPE",
  badRound: "VOTE_BAD_ROUND",
} as const;

/** Why a proposal is refused and its sender counted against. */
export const PROPOSAL_REJECTIONS = {
  farHeight: "PROPOSAL_FAR_HEIGHT",
  wrongProposer: "PROPOSAL_WRONG_PROPOSER",
  badSignature: "PROPOSAL_BAD_SIGNATURE",
  badRound: "PROPOSAL_BAD_ROUND",
  badHeader: "PROPOSAL_BAD_HEADER",
  bodyMismatch: "PROPOSAL_BODY_MISMATCH",
} as const;

export type Rejection =
  | (typeof VOTE_REJECTIONS)[keyof typeof VOTE_REJECTIONS]
  | (typeof PROPOSAL_REJECTIONS)[keyof typeof PROPOSAL_REJECTIONS];

/** Why a signed block isn't counted as valid by time. */
export type ProposalTimeCode = "PROPOSAL_TIME_FUTURE" | "PROPOSAL_TIME_PAST" | "PROPOSAL_TIME_TOO_EARLY";
