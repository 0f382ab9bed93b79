import type { SignatureSet } from "@session/bls";
import { type Evidence, type Proposal, proposalSigningRoot, type Vote, voteSigningRoot } from "@session/protocol";
import { isSameBytes } from "../bytes.ts";
import type { Verdict } from "../ports.ts";
import { toBlockHash } from "./proposal.ts";

/** Evidence type of two proposals; the others are vote types. */
export const PROPOSAL_EVIDENCE = 3;

type Signed = { readonly value: Uint8Array; readonly validRoundPlusOne: number; readonly signature: Uint8Array };
type Slot = Pick<Evidence, "node" | "height" | "round" | "type">;

function toEvidence({ node, height, round, type }: Slot, first: Signed, second: Signed): Evidence {
  return {
    node,
    height,
    round,
    type,
    firstValue: first.value,
    firstValidRoundPlusOne: first.validRoundPlusOne,
    firstSignature: first.signature,
    secondValue: second.value,
    secondValidRoundPlusOne: second.validRoundPlusOne,
    secondSignature: second.signature,
  };
}

/** Two votes of one node for one (height, round, type). */
export function toVoteEvidence(first: Pick<Vote, "value" | "signature">, second: Vote): Evidence {
  return toEvidence(second, { ...first, validRoundPlusOne: 0 }, { ...second, validRoundPlusOne: 0 });
}

/** Two proposals of one node for one (height, round). */
export function toProposalEvidence(first: Proposal, second: Proposal): Evidence {
  const { proposer: node, height, round } = second;
  const toSigned = ({ validRoundPlusOne, signature, ...rest }: Proposal): Signed => ({
    value: toBlockHash(rest),
    validRoundPlusOne,
    signature,
  });
  return toEvidence({ node, height, round, type: PROPOSAL_EVIDENCE }, toSigned(first), toSigned(second));
}

/** Do the two statements of the evidence exclude each other? Signatures are checked apart. */
export function checkEvidence(evidence: Evidence): Verdict {
  const isProposal = evidence.type === PROPOSAL_EVIDENCE;
  // [REJECT] protocol/consensus.md#evidence-1: types are those of votes, and the proposal.
  if (evidence.type > PROPOSAL_EVIDENCE) return { ok: false, code: "EVIDENCE_TYPE" };
  // [REJECT] protocol/consensus.md#evidence-2: votes carry no valid round.
  const validRounds = [evidence.firstValidRoundPlusOne, evidence.secondValidRoundPlusOne];
  if (!isProposal && validRounds.some((round) => round !== 0)) return { ok: false, code: "EVIDENCE_VALID_ROUND" };
  // [REJECT] protocol/consensus.md#evidence-3: the same thing said twice is no offence.
  const isSameRound = evidence.firstValidRoundPlusOne === evidence.secondValidRoundPlusOne;
  if (isSameRound && isSameBytes(evidence.firstValue, evidence.secondValue))
    return { ok: false, code: "EVIDENCE_NO_CONFLICT" };
  return { ok: true };
}

/** The two signatures to verify, for the key the node had at that height. */
export function toEvidenceSets(
  genesisHash: Uint8Array,
  evidence: Evidence,
  publicKey: Uint8Array,
): [SignatureSet, SignatureSet] {
  const { height, round, type } = evidence;
  const root = (value: Uint8Array, validRoundPlusOne: number): Uint8Array =>
    type === PROPOSAL_EVIDENCE
      ? proposalSigningRoot(genesisHash, { height, round, validRoundPlusOne, blockHash: value })
      : voteSigningRoot(genesisHash, { height, round, type, value });
  const first = root(evidence.firstValue, evidence.firstValidRoundPlusOne);
  const second = root(evidence.secondValue, evidence.secondValidRoundPlusOne);
  return [
    { publicKey, message: first, signature: evidence.firstSignature },
    { publicKey, message: second, signature: evidence.secondSignature },
  ];
}
