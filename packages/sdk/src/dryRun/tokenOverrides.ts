import { encodeAbiParameters, type Hex, keccak256, type StateOverride, toHex } from "viem";

/** Slots in the token: OpenZeppelin's ERC20 5.x keeps `_balances` in 0 and `_allowances` in 1. */
const BALANCES_SLOT = 0n;
const ALLOWANCES_SLOT = 1n;
/** More than any act moves, and far from an overflow. */
const PLENTY = 2n ** 120n;

/** What a dry run assumes of the chain: what the person will have done or got by the time the transaction is sent. */
export class AssumedState {
  readonly #account: Hex;
  readonly #tokens = new Map<Hex, Map<Hex, Hex>>();

  constructor(account: Hex) {
    this.#account = account;
  }

  assumeBalance(token: Hex): void {
    this.#set(token, mapSlot(this.#account, BALANCES_SLOT));
  }

  assumeAllowance(token: Hex, spender: Hex): void {
    this.#set(token, mapSlot(spender, mapSlot(this.#account, ALLOWANCES_SLOT)));
  }

  /** For `eth_call` and `eth_estimateGas`; the account can always pay the fee. */
  toOverride(): StateOverride {
    const tokens = [...this.#tokens].map(([address, slots]) => ({
      address,
      stateDiff: [...slots].map(([slot, value]) => ({ slot, value })),
    }));
    return [{ address: this.#account, balance: PLENTY }, ...tokens];
  }

  #set(token: Hex, slot: Hex): void {
    const slots = this.#tokens.get(token) ?? new Map<Hex, Hex>();
    slots.set(slot, toHex(PLENTY, { size: 32 }));
    this.#tokens.set(token, slots);
  }
}

function mapSlot(key: Hex, slot: bigint | Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [key, BigInt(slot)]));
}
