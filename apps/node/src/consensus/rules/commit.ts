import { type Commit, VoteType, voteSigningRoot } from "@session/protocol";
import { isZero } from "../bytes.ts";
import type { ConsensusCrypto, Verdict, Voter } from "../ports.ts";
import { TENDERMINT } from "../tendermint.ts";

/** Everything about a commit but its signature: cheap, done before any pairing. */
export function checkCommit(commit: Commit, voters: readonly Voter[]): Verdict {
  const refuse = (code: string, message: string): Verdict => ({ ok: false, code, message });
  // [REJECT] protocol/consensus.md#commit-1: one bit per validator of the height, ascending by id.
  if (commit.bits.bitLen !== voters.length)
    return refuse("COMMIT_BITS", `${commit.bits.bitLen} bits for ${voters.length} validators`);
  // [REJECT] protocol/consensus.md#commit-2: nil is never committed.
  if (isZero(commit.blockHash)) return refuse("COMMIT_NIL", "a commit of nil");
  // [REJECT] protocol/consensus.md#commit-3: ⌊2n/3⌋ + 1 validators or more.
  const signers = commit.bits.getTrueBitIndexes().length;
  const quorum = TENDERMINT.quorum(voters.length);
  if (signers < quorum) return refuse("COMMIT_QUORUM", `${signers} of ${quorum} precommits needed`);
  return { ok: true };
}

/** Keys of the commit's signers and the root they signed. */
export function toCommitSet(genesisHash: Uint8Array, commit: Commit, voters: readonly Voter[]) {
  const { height, round, blockHash: value, signature } = commit;
  const message = voteSigningRoot(genesisHash, { height, round, type: VoteType.precommit, value });
  const publicKeys = commit.bits.getTrueBitIndexes().flatMap((index) => voters[index]?.blsKey ?? []);
  return { publicKeys, message, signature };
}

/** Did a quorum of these validators (ascending by id) precommit this block? Two pairings. */
export async function verifyCommit(
  genesisHash: Uint8Array,
  commit: Commit,
  voters: readonly Voter[],
  crypto: Pick<ConsensusCrypto, "verifyAggregate">,
): Promise<Verdict> {
  const checked = checkCommit(commit, voters);
  if (!checked.ok) return checked;
  // [REJECT] protocol/consensus.md#commit-4: the aggregate is that of exactly the signers named.
  if (await crypto.verifyAggregate(toCommitSet(genesisHash, commit, voters))) return { ok: true };
  return { ok: false, code: "COMMIT_SIGNATURE", message: "the aggregate doesn't match the bitmap" };
}
