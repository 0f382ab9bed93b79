import { BitArray } from "@chainsafe/ssz";
import { isSameBytes, toKey } from "./bytes.ts";
import type { Voter } from "./ports.ts";
import type { ConsensusRules } from "./tendermint.ts";

/** The votes for one value: one bit and one signature per voter. */
export type Tally = {
  readonly value: Uint8Array;
  readonly bits: BitArray;
  count: number;
  /** By voter index; kept singly, so that a commit or certificate can be made for any subset. */
  readonly signatures: Map<number, Uint8Array>;
};

export type AddResult =
  | { readonly kind: "added" | "repeated" | "refused" }
  /** Added as well: Algorithm 1 counts senders per value. `first` proves the double vote together with the new one. */
  | { readonly kind: "equivocation"; readonly first: { readonly value: Uint8Array; readonly signature: Uint8Array } };

/**
 * Votes of one (height, round, type): a bitmap per value, and the OR over values.
 *
 * The rules read counts only, never single votes, so that a group's aggregate can be merged in here as more bits.
 */
export class VoteSet {
  readonly #voters: readonly Voter[];
  readonly #rules: ConsensusRules;
  readonly #tallies = new Map<string, Tally>();
  readonly #union: BitArray;
  #total = 0;

  constructor(voters: readonly Voter[], rules: ConsensusRules) {
    this.#voters = voters;
    this.#rules = rules;
    this.#union = BitArray.fromBitLen(voters.length);
  }

  /** Different voters seen, whatever they voted for. */
  get total(): number {
    return this.#total;
  }

  get union(): BitArray {
    return this.#union;
  }

  tallies(): Iterable<Tally> {
    return this.#tallies.values();
  }

  tally(value: Uint8Array): Tally | undefined {
    return this.#tallies.get(toKey(value));
  }

  /** Records a verified vote. */
  add(index: number, value: Uint8Array, signature: Uint8Array): AddResult {
    const key = toKey(value);
    const tally = this.#tallies.get(key);
    if (tally !== undefined && this.#rules.isCounted(tally.bits, index)) return { kind: "repeated" };
    const first = this.#firstOther(index, value);
    if (first !== undefined && !this.#takesAnother(index, tally)) return { kind: "refused" };
    this.#record(tally ?? this.#open(key, value), index, signature);
    return first === undefined ? { kind: "added" } : { kind: "equivocation", first };
  }

  /** Forgets a voter's votes, to make room for its newer rounds. */
  remove(index: number): void {
    for (const [key, tally] of this.#tallies) {
      if (!tally.signatures.delete(index)) continue;
      tally.bits.set(index, false);
      tally.count -= 1;
      if (tally.count === 0) this.#tallies.delete(key);
    }
    if (!this.#union.get(index)) return;
    this.#union.set(index, false);
    this.#total -= 1;
  }

  #open(key: string, value: Uint8Array): Tally {
    const tally = { value, bits: BitArray.fromBitLen(this.#voters.length), count: 0, signatures: new Map() };
    this.#tallies.set(key, tally);
    return tally;
  }

  #record(tally: Tally, index: number, signature: Uint8Array): void {
    tally.bits.set(index, true);
    tally.signatures.set(index, signature);
    tally.count += 1;
    if (this.#rules.isCounted(this.#union, index)) return;
    this.#union.set(index, true);
    this.#total += 1;
  }

  #firstOther(index: number, value: Uint8Array): { value: Uint8Array; signature: Uint8Array } | undefined {
    if (!this.#union.get(index)) return undefined;
    for (const tally of this.#tallies.values()) {
      const signature = tally.signatures.get(index);
      if (signature !== undefined && !isSameBytes(tally.value, value)) return { value: tally.value, signature };
    }
    return undefined;
  }

  /** Bounds memory: a voter's third value counts only where more than a third of the voters stand already. */
  #takesAnother(index: number, tally: Tally | undefined): boolean {
    if (tally !== undefined && tally.count >= this.#rules.skipThreshold(this.#voters.length)) return true;
    let values = 0;
    for (const other of this.#tallies.values()) if (other.signatures.has(index)) values += 1;
    return values < 2;
  }
}
