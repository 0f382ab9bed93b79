import { voteSigningRoot } from "../domains.ts";
import { type Commit, VoteType } from "../types/vote.ts";
import type { SignatureVerifier } from "../verifier.ts";
import { quorum } from "./quorum.ts";
import type { Voter } from "./voter.ts";

/**
 * Does this commit make its block final? One bit per validator of its height, at least a quorum of them, and their
 * aggregate precommit signature for this height, round and block (protocol/blocks.md#commits).
 */
export function verifyCommit(
  validators: readonly Voter[],
  commit: Commit,
  genesisHash: Uint8Array,
  bls: SignatureVerifier,
): boolean {
  if (commit.bits.bitLen !== validators.length) return false;
  if (commit.bits.getTrueBitIndexes().length < quorum(validators.length)) return false;
  return verifyPrecommits(validators, commit, genesisHash, bls);
}

/** The signature alone: did everyone in `bits` precommit this block? False without a bit or with a bit too many. */
export function verifyPrecommits(
  validators: readonly Voter[],
  commit: Commit,
  genesisHash: Uint8Array,
  bls: SignatureVerifier,
): boolean {
  if (commit.bits.bitLen !== validators.length) return false;
  const publicKeys = commit.bits.intersectValues([...validators]).map((voter) => voter.blsKey);
  if (publicKeys.length === 0) return false;
  const { height, round, blockHash, signature } = commit;
  const message = voteSigningRoot(genesisHash, { height, round, type: VoteType.precommit, value: blockHash });
  return bls.verifyAggregate({ publicKeys, message, signature });
}
