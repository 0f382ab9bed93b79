import { BitArray } from "@chainsafe/ssz";
import { type Commit, type Height, type NodeId, type Vote, VoteType } from "@session/protocol";
import { isZero } from "./bytes.ts";
import type { VoteHave, Voter } from "./ports.ts";
import type { ConsensusRules } from "./tendermint.ts";
import { type AddResult, type Tally, VoteSet } from "./voteSet.ts";

/** Rounds above the own one of which every vote is kept; beyond, each voter's newest two. */
const ROUND_WINDOW = 8;
const AHEAD_ROUNDS = 2;
/** Rounds below the own one that are kept: a decision made further back arrives as a block with its commit. */
const KEPT_ROUNDS = 64;

export type PoolVote = Pick<Vote, "round" | "type" | "value" | "node">;

/**
 * The verified votes of one height, in memory bounded by the number of voters.
 *
 * Pure: no clock, no keys, no network. With one group per network every vote arrives singly.
 */
export class VotePool {
  readonly height: Height;
  readonly voters: readonly Voter[];
  readonly #rules: ConsensusRules;
  readonly #indexes: Map<NodeId, number>;
  readonly #sets = new Map<number, Map<number, VoteSet>>();
  /** Rounds beyond the window in which a voter has votes. */
  readonly #ahead = new Map<number, number[]>();
  #round = 0;

  constructor(height: Height, voters: readonly Voter[], rules: ConsensusRules) {
    this.height = height;
    this.voters = voters;
    this.#rules = rules;
    this.#indexes = new Map(voters.map((voter, index) => [voter.id, index]));
  }

  get quorum(): number {
    return this.#rules.quorum(this.voters.length);
  }

  voter(node: NodeId): Voter | undefined {
    const index = this.#indexes.get(node);
    return index === undefined ? undefined : this.voters[index];
  }

  /** The round of this node, from which the window is counted. */
  enterRound(round: number): void {
    this.#round = round;
    for (const old of this.#sets.keys()) if (old < round - KEPT_ROUNDS) this.#sets.delete(old);
  }

  /** Has exactly this vote been counted? */
  has({ round, type, value, node }: PoolVote): boolean {
    const index = this.#indexes.get(node);
    const tally = this.tally(round, type, value);
    return index !== undefined && tally !== undefined && this.#rules.isCounted(tally.bits, index);
  }

  /** Counts a vote whose signature was verified (or is the own one). */
  add(vote: Vote): AddResult {
    const index = this.#indexes.get(vote.node);
    if (index === undefined || !this.#makeRoom(index, vote.round)) return { kind: "refused" };
    const types = this.#sets.get(vote.round) ?? new Map<number, VoteSet>();
    this.#sets.set(vote.round, types);
    const set = types.get(vote.type) ?? new VoteSet(this.voters, this.#rules);
    types.set(vote.type, set);
    return set.add(index, vote.value, vote.signature);
  }

  tally(round: number, type: number, value: Uint8Array): Tally | undefined {
    return this.#sets.get(round)?.get(type)?.tally(value);
  }

  count(round: number, type: number, value: Uint8Array): number {
    return this.tally(round, type, value)?.count ?? 0;
  }

  hasQuorum(round: number, type: number, value: Uint8Array): boolean {
    return this.count(round, type, value) >= this.quorum;
  }

  /** Voters of a type in a round, whatever the value. */
  total(round: number, type: number): number {
    return this.#sets.get(round)?.get(type)?.total ?? 0;
  }

  /** Bits of the voters of a type in a round. */
  voted(round: number, type: number): BitArray {
    return this.#sets.get(round)?.get(type)?.union ?? BitArray.fromBitLen(this.voters.length);
  }

  /** The value other than nil with a quorum. */
  decided(round: number, type: number): Tally | undefined {
    for (const tally of this.#sets.get(round)?.get(type)?.tallies() ?? [])
      if (!isZero(tally.value) && tally.count >= this.quorum) return tally;
    return undefined;
  }

  /** Rounds with votes, ascending. */
  rounds(): number[] {
    return [...this.#sets.keys()].sort((a, b) => a - b);
  }

  /** Line 55: the highest round above `round` in which more than a third of the voters were heard. */
  skipTarget(round: number): number | undefined {
    const threshold = this.#rules.skipThreshold(this.voters.length);
    return this.rounds().findLast((other) => other > round && this.#senders(other) >= threshold);
  }

  /** Precommits for a block as a commit, signatures summed by `aggregate`. */
  toCommit(round: number, tally: Tally, aggregate: (signatures: readonly Uint8Array[]) => Uint8Array): Commit {
    const signature = aggregate([...tally.signatures.values()]);
    return { height: this.height, round, blockHash: tally.value, bits: tally.bits.clone(), signature };
  }

  /** Votes of a round that a peer, by what it says it has, lacks. */
  missing(round: number, have: readonly VoteHave[]): Vote[] {
    const lacking: Vote[] = [];
    for (const [type, set] of this.#sets.get(round) ?? [])
      for (const tally of set.tallies()) {
        const known = have.find((entry) => entry.type === type && Buffer.compare(entry.value, tally.value) === 0);
        for (const [index, signature] of tally.signatures) {
          const node = this.voters[index]?.id;
          if (node === undefined || (known !== undefined && hasBit(known.bits, index))) continue;
          lacking.push({ height: this.height, round, type, value: tally.value, node, signature });
        }
      }
    return lacking;
  }

  /** What this node has of a round, for a request. */
  have(round: number): VoteHave[] {
    return [...(this.#sets.get(round) ?? [])].flatMap(([type, set]) =>
      [...set.tallies()].map((tally) => ({ type, value: tally.value, bits: tally.bits.uint8Array.slice() })),
    );
  }

  #senders(round: number): number {
    const union = BitArray.fromBitLen(this.voters.length);
    for (const type of [VoteType.prevote, VoteType.precommit]) union.mergeOrWith(this.voted(round, type));
    return union.getTrueBitIndexes().length;
  }

  /** A voter's rounds far ahead are bounded: the oldest of them gives way. */
  #makeRoom(index: number, round: number): boolean {
    if (round < this.#round - KEPT_ROUNDS) return false;
    if (round <= this.#round + ROUND_WINDOW) return true;
    const rounds = (this.#ahead.get(index) ?? []).filter((other) => other > this.#round + ROUND_WINDOW);
    if (!rounds.includes(round)) rounds.push(round);
    rounds.sort((a, b) => a - b);
    const oldest = rounds.length > AHEAD_ROUNDS ? rounds.shift() : undefined;
    this.#ahead.set(index, rounds);
    if (oldest === round) return false;
    if (oldest !== undefined) this.#forget(oldest, index);
    return true;
  }

  #forget(round: number, index: number): void {
    const types = this.#sets.get(round);
    for (const [type, set] of types ?? []) {
      set.remove(index);
      if (set.total === 0) types?.delete(type);
    }
    if (types?.size === 0) this.#sets.delete(round);
  }
}

/** SSZ order: bit i is bit i mod 8 of byte i / 8. A peer's bitmap may be of any length. */
function hasBit(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}
