import { BitArray } from "@chainsafe/ssz";
import { type Block, type Commit, type Height, type Vote, VoteType } from "@session/protocol";
import { isSameBytes } from "./bytes.ts";
import { LATE_HEIGHTS } from "./rules/vote.ts";
import type { VotePool } from "./votePool.ts";
import type { Tally } from "./voteSet.ts";

type Aggregate = (signatures: readonly Uint8Array[]) => Uint8Array;

type Decided = {
  readonly pool: VotePool;
  readonly round: number;
  readonly value: Uint8Array;
  /** Bits that blocks carry already; undefined until the child block was seen. */
  included: BitArray | undefined;
};

/** Precommits that arrive after their block was decided, so that slow but honest nodes appear in the bitmaps. */
export class LateCommits {
  readonly #decided = new Map<Height, Decided>();

  /** The block just decided, with its pool; heights that can no longer be added to are forgotten. */
  open(pool: VotePool, round: number, block: Block, value: Uint8Array): void {
    for (const commit of block.body.commits) this.#include(commit);
    this.#decided.set(pool.height, { pool, round, value, included: undefined });
    for (const height of this.#decided.keys()) if (height <= pool.height - LATE_HEIGHTS) this.#decided.delete(height);
  }

  /** After blocks this node didn't see, it can't know which bits are carried already. */
  clear(): void {
    this.#decided.clear();
  }

  /** The pool that counts this vote: precommits for the decided block, in the round that decided it. */
  poolFor(vote: Pick<Vote, "height" | "round" | "type" | "value">): VotePool | undefined {
    const decided = this.#decided.get(vote.height);
    if (decided === undefined || vote.type !== VoteType.precommit || vote.round !== decided.round) return undefined;
    return isSameBytes(vote.value, decided.value) ? decided.pool : undefined;
  }

  /** Have all validators of a height precommitted? True for a height that wasn't decided here. */
  isComplete(height: Height): boolean {
    const decided = this.#decided.get(height);
    const tally = decided && toTally(decided);
    return decided === undefined || tally === undefined || tally.count >= decided.pool.voters.length;
  }

  /** The head's commit with every precommit known by now; undefined if it wasn't decided here. */
  fullest(head: Height, aggregate: Aggregate): Commit | undefined {
    const decided = this.#decided.get(head);
    const tally = decided && toTally(decided);
    return decided && tally && decided.pool.toCommit(decided.round, tally, aggregate);
  }

  /**
   * For the child of `head`: bits of the four heights before the head that no block carries yet. Heights whose child
   * block this node didn't see are left out, as it can't know what is carried.
   */
  collect(head: Height, aggregate: Aggregate): Commit[] {
    const commits: Commit[] = [];
    for (let height = head - 1; height > head - LATE_HEIGHTS; height--) {
      const decided = this.#decided.get(height);
      const tally = decided && toTally(decided);
      const rest = tally && decided.included && toRest(tally, decided.included);
      if (decided !== undefined && rest !== undefined)
        commits.push(decided.pool.toCommit(decided.round, rest, aggregate));
    }
    return commits;
  }

  #include(commit: Commit): void {
    const decided = this.#decided.get(commit.height);
    if (decided === undefined || commit.bits.bitLen !== decided.pool.voters.length) return;
    decided.included ??= BitArray.fromBitLen(commit.bits.bitLen);
    decided.included.mergeOrWith(commit.bits);
  }
}

function toTally({ pool, round, value }: Decided): Tally | undefined {
  return pool.tally(round, VoteType.precommit, value);
}

function toRest(tally: Tally, included: BitArray): Tally | undefined {
  const signatures = new Map([...tally.signatures].filter(([index]) => !included.get(index)));
  if (signatures.size === 0) return undefined;
  const bits = BitArray.fromBitLen(tally.bits.bitLen);
  for (const index of signatures.keys()) bits.set(index, true);
  return { value: tally.value, bits, count: signatures.size, signatures };
}
