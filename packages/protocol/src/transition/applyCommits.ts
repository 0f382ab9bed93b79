import type { BitArray } from "@chainsafe/ssz";
import { equalBytes } from "../codec/decodeStrict.ts";
import { quorum } from "../commit/quorum.ts";
import { verifyPrecommits } from "../commit/verifyCommit.ts";
import type { Voter } from "../commit/voter.ts";
import type { RecentCommit } from "../state/content.ts";
import { recordPresence } from "../state/presence.ts";
import { MAX_LATE_HEIGHTS } from "../state/stateSsz.ts";
import type { Commit } from "../types/vote.ts";
import { TransitionError } from "./errors.ts";
import type { WorkingState } from "./workingState.ts";

type Options = { readonly skipSignatures: boolean };

/**
 * Takes the parent's full commit and late bits of the four heights before it, and closes participation of the height no
 * later block can add to (protocol/blocks.md#commits).
 */
export function applyCommits(
  state: WorkingState,
  parentHash: Uint8Array,
  commits: readonly Commit[],
  options: Options,
) {
  const [full, ...late] = commits;
  const height = state.parent.height + 1;
  if (height === 1) {
    // [REJECT] protocol/blocks.md#commits-1: block 1 has no commits, every other the full commit of its parent.
    if (full !== undefined) throw new TransitionError({ code: "COMMIT_UNEXPECTED" });
    return;
  }
  if (full === undefined) throw new TransitionError({ code: "COMMIT_MISSING" });
  const fullVoters = checkCommit(state, full, 0, height - 1, parentHash);
  // [REJECT] protocol/blocks.md#commits-4: the full commit has a quorum.
  const seen = countBits(full.bits);
  if (seen < quorum(fullVoters.length))
    throw new TransitionError({ code: "COMMIT_QUORUM", expected: quorum(fullVoters.length), actual: seen });
  checkSignature(state, full, 0, fullVoters, options);
  const added = new Map<number, BitArray>();
  let previous = height - 1;
  for (const [i, commit] of late.entries()) {
    added.set(commit.height, checkLate(state, commit, i + 1, { height, previous, options }));
    previous = commit.height;
  }
  const known = state.recentCommits.map((recent) => ({ ...recent, bits: added.get(recent.height) ?? recent.bits }));
  closeParticipation(state, [...known, { height: height - 1, bits: full.bits.clone() }], height - MAX_LATE_HEIGHTS);
}

function checkLate(
  state: WorkingState,
  commit: Commit,
  index: number,
  at: { readonly height: number; readonly previous: number; readonly options: Options },
): BitArray {
  // [REJECT] protocol/blocks.md#commits-5: late bits are for heights h−2 … h−5, each once, descending.
  const isInReach = commit.height < at.previous && commit.height >= at.height - MAX_LATE_HEIGHTS && commit.height >= 1;
  const blockHash = isInReach ? state.parent.hashAt(commit.height) : undefined;
  const known = isInReach ? state.parent.commitBits(commit.height) : undefined;
  if (blockHash === undefined || known === undefined)
    throw new TransitionError({ code: "COMMIT_HEIGHT", index, actual: commit.height });
  const voters = checkCommit(state, commit, index, commit.height, blockHash);
  // [REJECT] protocol/blocks.md#commits-6: late bits are new, and there is at least one.
  const indexes = commit.bits.getTrueBitIndexes();
  if (indexes.length === 0 || indexes.some((bit) => known.get(bit)))
    throw new TransitionError({ code: "COMMIT_BITS_NOT_NEW", index });
  checkSignature(state, commit, index, voters, at.options);
  const merged = known.clone();
  merged.mergeOrWith(commit.bits);
  return merged;
}

function checkCommit(
  state: WorkingState,
  commit: Commit,
  index: number,
  height: number,
  blockHash: Uint8Array,
): readonly Voter[] {
  // [REJECT] protocol/blocks.md#commits-2: a commit is for the block the chain has at its height.
  const voters = commit.height === height ? state.parent.validatorsAt(height) : undefined;
  if (voters === undefined) throw new TransitionError({ code: "COMMIT_HEIGHT", index, actual: commit.height });
  if (!equalBytes(commit.blockHash, blockHash)) throw new TransitionError({ code: "COMMIT_BLOCK_HASH", index });
  // [REJECT] protocol/blocks.md#commits-3: one bit for each validator of its height.
  const { bitLen } = commit.bits;
  if (bitLen !== voters.length)
    throw new TransitionError({ code: "COMMIT_BITS_LENGTH", index, expected: voters.length, actual: bitLen });
  return voters;
}

function checkSignature(
  state: WorkingState,
  commit: Commit,
  index: number,
  voters: readonly Voter[],
  { skipSignatures }: Options,
): void {
  // [REJECT] protocol/blocks.md#commits-7: the signature is the aggregate precommit of everyone in the bitmap.
  const { genesisHash, bls } = state.context;
  if (!skipSignatures && !verifyPrecommits(voters, commit, genesisHash, bls))
    throw new TransitionError({ code: "COMMIT_SIGNATURE", index });
}

/** Turns the bits of the height that is closed now into presence of its validators; the others stay open. */
function closeParticipation(state: WorkingState, commits: readonly RecentCommit[], closing: number): void {
  const closed = commits.find((commit) => commit.height === closing);
  state.recentCommits = commits.filter((commit) => commit.height > closing);
  // protocol/blocks.md#stall: participation stands still while the network comes back.
  if (closed === undefined || state.head.time <= state.head.quietUntil) return;
  const voters = state.parent.validatorsAt(closed.height) ?? [];
  const presence = [...state.presence];
  for (const [bit, voter] of voters.entries()) {
    const index = state.parent.content.nodes.indexOf(voter.id);
    const before = index === undefined ? undefined : presence[index];
    if (index !== undefined && before !== undefined) presence[index] = recordPresence(before, closed.bits.get(bit));
  }
  state.presence = presence;
}

function countBits(bits: BitArray): number {
  return bits.getTrueBitIndexes().length;
}
