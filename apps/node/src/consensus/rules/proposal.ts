import { BlockBodySsz, BlockHeaderSsz, type Proposal, proposalSigningRoot, type UnixSeconds } from "@session/protocol";
import { isSameBytes } from "../bytes.ts";
import { PROPOSAL_REJECTIONS, type ProposalTimeCode, type Rejection } from "../errors.ts";
import type { ChainHead, Verdict } from "../ports.ts";
import { MAX_ROUND } from "./vote.ts";

/** Clocks of honest nodes may differ by this much (appchain.md, Blocks). */
export const CLOCK_TOLERANCE_SEC = 5;

/** The time a fresh block gets: never before its turn, and by the proposer's clock when it is late. */
export function freshBlockTime(parentTime: UnixSeconds, intervalSec: number, nowMs: number): UnixSeconds {
  return Math.max(parentTime + intervalSec, Math.floor(nowMs / 1000));
}

/**
 * Is a fresh block's time believable by this node's clock? Re-proposals with a valid round are exempt: don't ask.
 * `proposeTimeoutMs` is the round's, as the engine runs it.
 */
export function checkFreshBlockTime(options: {
  readonly time: UnixSeconds;
  readonly parentTime: UnixSeconds;
  readonly intervalSec: number;
  readonly nowMs: number;
  readonly proposeTimeoutMs: number;
}): Verdict {
  const { time, parentTime, intervalSec, nowMs, proposeTimeoutMs } = options;
  const refuse = (code: ProposalTimeCode, message: string): Verdict => ({ ok: false, code, message });
  const blockMs = time * 1000;
  // [REJECT] protocol/consensus.md#time-1: a block comes an interval or more after its parent.
  if (time < parentTime + intervalSec)
    return refuse("PROPOSAL_TIME_TOO_EARLY", `block time ${time} is less than ${intervalSec} s after its parent`);
  // [REJECT] protocol/consensus.md#time-2: no block from more than 5 s ahead of the validator's clock.
  if (blockMs > nowMs + CLOCK_TOLERANCE_SEC * 1000)
    return refuse("PROPOSAL_TIME_FUTURE", `block time ${time} is ahead of the clock`);
  // [REJECT] protocol/consensus.md#time-3: nor from more than 5 s and the round's propose timeout behind it.
  if (blockMs < nowMs - CLOCK_TOLERANCE_SEC * 1000 - proposeTimeoutMs)
    return refuse("PROPOSAL_TIME_PAST", `block time ${time} is behind the clock`);
  return { ok: true };
}

/** Why a proposal for the next height can't be one, whoever executes it; the signature is checked apart. */
export function checkProposal(proposal: Proposal, head: ChainHead, genesisHash: Uint8Array): Rejection | undefined {
  const { header, body } = proposal.block;
  const validRound = toValidRound(proposal);
  // [REJECT] protocol/consensus.md#proposal-1: rounds are small, and the valid round lies before the round.
  if (proposal.round > MAX_ROUND || validRound >= proposal.round) return PROPOSAL_REJECTIONS.badRound;
  // [REJECT] protocol/consensus.md#proposal-2: only the drawn proposer of (height, round) proposes.
  if (proposal.proposer !== head.proposer(proposal.round)) return PROPOSAL_REJECTIONS.wrongProposer;
  // [REJECT] protocol/consensus.md#proposal-3: a fresh block names the round and its proposer; an older one its own.
  const isFresh = validRound === -1;
  if (isFresh ? header.round !== proposal.round : header.round > validRound) return PROPOSAL_REJECTIONS.badHeader;
  if (header.proposer !== head.proposer(header.round)) return PROPOSAL_REJECTIONS.badHeader;
  // [REJECT] protocol/consensus.md#proposal-4: the block extends the head of this network.
  if (header.height !== proposal.height || !isSameBytes(header.parentHash, head.hash))
    return PROPOSAL_REJECTIONS.badHeader;
  if (!isSameBytes(header.genesisHash, genesisHash)) return PROPOSAL_REJECTIONS.badHeader;
  // [REJECT] protocol/consensus.md#proposal-5: the signature covers the header only, which must bind the body, or a relay
  // could swap bodies under a good signature.
  if (!isSameBytes(BlockBodySsz.hashTreeRoot(body), header.bodyRoot)) return PROPOSAL_REJECTIONS.bodyMismatch;
  return undefined;
}

/** −1, or the round in which the proposer saw a quorum of prevotes for the block. */
export function toValidRound(proposal: Pick<Proposal, "validRoundPlusOne">): number {
  return proposal.validRoundPlusOne - 1;
}

export function toBlockHash(proposal: Pick<Proposal, "block">): Uint8Array {
  return BlockHeaderSsz.hashTreeRoot(proposal.block.header);
}

/** What a proposal's signature covers. */
export function proposalRoot(
  genesisHash: Uint8Array,
  proposal: Pick<Proposal, "height" | "round" | "validRoundPlusOne">,
  blockHash: Uint8Array,
): Uint8Array {
  const { height, round, validRoundPlusOne } = proposal;
  return proposalSigningRoot(genesisHash, { height, round, validRoundPlusOne, blockHash });
}
