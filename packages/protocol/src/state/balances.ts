import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

export type Balance = { readonly slot: number; readonly amount: bigint };

/** Settled lifetime rewards by address (hex, without 0x), in slots that never move; immutable. */
export class Balances {
  readonly #byAddress: ReadonlyMap<string, Balance>;

  constructor(byAddress: ReadonlyMap<string, Balance>) {
    this.#byAddress = byAddress;
  }

  static fromList(list: readonly { readonly address: Uint8Array; readonly amount: bigint }[]): Balances {
    return new Balances(new Map(list.map(({ address, amount }, slot) => [bytesToHex(address), { slot, amount }])));
  }

  get size(): number {
    return this.#byAddress.size;
  }

  get(address: string): Balance | undefined {
    return this.#byAddress.get(address);
  }

  /** In the order of slots. */
  *entries(): Generator<{ address: Uint8Array; amount: bigint }> {
    for (const [address, { amount }] of this.#byAddress) yield { address: hexToBytes(address), amount };
  }

  amounts(): Map<string, bigint> {
    return new Map(Array.from(this.#byAddress, ([address, { amount }]) => [address, amount]));
  }

  /** Adds to balances; new addresses take the next slots in the order of `credits`. */
  plus(credits: ReadonlyMap<string, bigint>): { balances: Balances; changed: ReadonlyMap<string, Balance> } {
    const next = new Map(this.#byAddress);
    const changed = new Map<string, Balance>();
    for (const [address, amount] of credits) {
      const before = next.get(address);
      const balance = { slot: before?.slot ?? next.size, amount: (before?.amount ?? 0n) + amount };
      next.set(address, balance);
      changed.set(address, balance);
    }
    return { balances: new Balances(next), changed };
  }
}
