/**
 * What every address earned, worked out anew from what is public: headers, changes of nodes, and their terms on L2. It
 * shares no code with the state transition on purpose, so that a fault in one shows against the other.
 * Source of the rules: docs/protocol/rewards.md. Amounts in ledger units (1e-18 SESH) unless said otherwise.
 */
export const LEDGER_UNITS_PER_BASE_UNIT = 1_000_000_000n;

/** A node's terms, as its registration event on L2 states them. */
export type NodeTerms = {
  readonly id: number;
  readonly feeBps: bigint;
  /** contributors[0] is the operator. Amounts in base units, addresses in lower case. */
  readonly contributors: readonly { readonly beneficiary: string; readonly amount: bigint }[];
};
/** The parts of a header rewards depend on, in base units. */
export type RewardHeader = { readonly height: number; readonly rewardRate: bigint; readonly poolReleased: bigint };
/** A node begins to earn before the block's reward is paid; it stops before (time) or after (an event of L2). */
export type EarningChange = { readonly node: number; readonly type: "begins" | "stops" | "stopsAfterReward" };

export type LedgerOptions = {
  readonly blockIntervalSec: bigint;
  /** Base units the pool had released at genesis. */
  readonly genesisReleased: bigint;
  /** Nodes that earn from block 1 on. */
  readonly seeded: readonly number[];
  readonly terms: ReadonlyMap<number, NodeTerms>;
};

const RATE_PERIOD_SEC = 120n;
const RISE_DIVISOR = 50_000n;
const FALL_DIVISOR = 25_000n;

/** Rewards block by block: feed it every block from 1 on. */
export class RewardLedger {
  readonly #options: LedgerOptions;
  readonly #settled = new Map<string, bigint>();
  /** Node → index from which it has not been settled. */
  readonly #earning = new Map<number, bigint>();
  #height = 0;
  #rate = 0n;
  #index = 0n;
  #carry = 0n;
  #due = 0n;

  constructor(options: LedgerOptions) {
    this.#options = options;
    for (const id of options.seeded) this.#earning.set(id, 0n);
  }

  get height(): number {
    return this.#height;
  }

  /** @throws RangeError for a block out of order or a node without terms */
  apply(header: RewardHeader, changes: readonly EarningChange[]): void {
    if (header.height !== this.#height + 1) throw new RangeError(`block ${header.height} after ${this.#height}`);
    this.#height = header.height;
    for (const { node, type } of changes) if (type === "stops") this.#settle(node);
    for (const { node, type } of changes) if (type === "begins") this.#earning.set(node, this.#index);
    this.#pay(header);
    for (const { node, type } of changes) if (type === "stopsAfterReward") this.#settle(node);
  }

  /** Lifetime rewards of an address, as if every node were settled now. */
  lifetimeOf(address: string): bigint {
    const key = address.toLowerCase();
    let sum = this.#settled.get(key) ?? 0n;
    for (const [node, from] of this.#earning)
      for (const share of this.#sharesOf(node, this.#index - from).shares)
        if (share.address === key) sum += share.amount;
    return sum;
  }

  /** Everything that was ever paid out, and what was due: equal, to the last unit. */
  accounting(): { paid: bigint; carry: bigint; due: bigint } {
    let paid = 0n;
    for (const amount of this.#settled.values()) paid += amount;
    for (const from of this.#earning.values()) paid += this.#index - from;
    return { paid, carry: this.#carry, due: this.#due };
  }

  #pay({ height, rewardRate, poolReleased }: RewardHeader): void {
    const { blockIntervalSec, genesisReleased } = this.#options;
    const target = rewardRate * LEDGER_UNITS_PER_BASE_UNIT;
    this.#rate = height === 1 ? target : this.#smooth(target);
    const count = BigInt(this.#earning.size);
    if (count === 0n) return;
    const reward = (this.#rate * blockIntervalSec) / RATE_PERIOD_SEC;
    const funded = (poolReleased - genesisReleased) * LEDGER_UNITS_PER_BASE_UNIT - this.#due;
    const paid = smaller(reward, larger(funded, 0n));
    const pot = paid + this.#carry;
    this.#due += paid;
    this.#index += pot / count;
    this.#carry = pot % count;
  }

  #smooth(target: bigint): bigint {
    const { blockIntervalSec } = this.#options;
    const step = (divisor: bigint) => larger((this.#rate * blockIntervalSec) / (RATE_PERIOD_SEC * divisor), 1n);
    if (target > this.#rate) return smaller(this.#rate + step(RISE_DIVISOR), target);
    return larger(this.#rate - step(FALL_DIVISOR), target);
  }

  #settle(node: number): void {
    const from = this.#earning.get(node);
    if (from === undefined) return;
    this.#earning.delete(node);
    const { shares, dust } = this.#sharesOf(node, this.#index - from);
    for (const { address, amount } of shares)
      if (amount > 0n) this.#settled.set(address, (this.#settled.get(address) ?? 0n) + amount);
    this.#carry += dust;
  }

  #sharesOf(node: number, earned: bigint): { shares: { address: string; amount: bigint }[]; dust: bigint } {
    const terms = this.#options.terms.get(node);
    if (terms === undefined) throw new RangeError(`node ${node} earns without terms`);
    const fee = (earned * terms.feeBps) / 10_000n;
    const rest = earned - fee;
    const deposit = terms.contributors.reduce((sum, { amount }) => sum + amount, 0n);
    const parts = terms.contributors.map(({ amount }) => (rest * amount) / deposit);
    const shares = terms.contributors.map(({ beneficiary }, i) => ({
      address: beneficiary,
      amount: (parts[i] ?? 0n) + (i === 0 ? fee : 0n),
    }));
    return { shares, dust: rest - parts.reduce((sum, part) => sum + part, 0n) };
  }
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
