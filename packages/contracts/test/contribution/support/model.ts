import type { Address } from "viem";
import type { Reserved } from "./pools.ts";

/** What the model answers to a contribution or withdrawal: nothing, or the contract's error. */
export type Refusal =
  | "AlreadyFinalized"
  | "OperatorContributionMissing"
  | "PoolFull"
  | "NoOpenSlot"
  | "ContributionBelowMinimum"
  | "ContributionAboveMaximum"
  | "NotContributor"
  | "WithdrawalTooEarly"
  | "NotOperator"
  | "NotFull";

const DAY = 86_400n;

/** The rules of docs/contracts/pools.md once more, as plainly as they can be said. */
export class PoolModel {
  readonly #operator: Address;
  readonly #requirement: bigint;
  readonly #places: number;
  readonly #reserved: ReadonlyMap<Address, bigint>;
  readonly #manual: boolean;
  #inside = new Map<Address, { amount: bigint; at: bigint }>();
  finalized = false;

  constructor(options: {
    operator: Address;
    requirement: bigint;
    places: number;
    reserved: readonly Reserved[];
    manual: boolean;
  }) {
    this.#operator = options.operator;
    this.#requirement = options.requirement;
    this.#places = options.places;
    this.#manual = options.manual;
    this.#reserved = new Map(options.reserved.map(({ contributor, amount }) => [contributor, amount]));
  }

  get contributed(): bigint {
    return [...this.#inside.values()].reduce((sum, { amount }) => sum + amount, 0n);
  }

  get contributions(): ReadonlyMap<Address, bigint> {
    return new Map([...this.#inside].map(([staker, { amount }]) => [staker, amount]));
  }

  /** Everybody who is expected with at least so much. */
  #expected(): Map<Address, bigint> {
    const quarter = (this.#requirement + 3n) / 4n;
    const all = new Map([[this.#operator, quarter], ...this.#reserved]);
    // Once the operator is inside it owes nothing; before, all others are still outside, too.
    return new Map([...all].filter(([account]) => !this.#inside.has(account)));
  }

  limits(account: Address): readonly [bigint, bigint] {
    const expected = this.#expected();
    const own = expected.get(account) ?? 0n;
    const keptForOthers = [...expected.values()].reduce((sum, amount) => sum + amount, 0n) - own;
    const left = this.#requirement - this.contributed - keptForOthers;
    if (this.#inside.has(account)) return [left > 0n ? 1n : 0n, left];
    if (own > 0n) return [own, left];
    const open = BigInt(this.#places - this.#inside.size - expected.size);
    return open === 0n ? [0n, 0n] : [(left + open - 1n) / open, left];
  }

  contribute(account: Address, amount: bigint, now: bigint): Refusal | undefined {
    if (this.finalized) return "AlreadyFinalized";
    if (this.#inside.size === 0 && account !== this.#operator) return "OperatorContributionMissing";
    if (this.contributed === this.#requirement) return "PoolFull";
    const [least, most] = this.limits(account);
    if (most === 0n && !this.#inside.has(account)) return "NoOpenSlot";
    if (amount < least) return "ContributionBelowMinimum";
    if (amount > most || amount === 0n) return "ContributionAboveMaximum";
    this.#inside.set(account, { amount: amount + (this.#inside.get(account)?.amount ?? 0n), at: now });
    if (this.contributed === this.#requirement && !this.#manual) this.finalized = true;
    return undefined;
  }

  withdraw(account: Address, now: bigint): Refusal | undefined {
    if (this.finalized) return "AlreadyFinalized";
    const mine = this.#inside.get(account);
    if (mine === undefined) return "NotContributor";
    if (account === this.#operator) this.#inside.clear();
    else if (now < mine.at + DAY) return "WithdrawalTooEarly";
    else this.#inside.delete(account);
    return undefined;
  }

  finalize(account: Address): Refusal | undefined {
    if (this.finalized) return "AlreadyFinalized";
    if (this.#manual && account !== this.#operator) return "NotOperator";
    if (this.contributed !== this.#requirement) return "NotFull";
    this.finalized = true;
    return undefined;
  }
}
