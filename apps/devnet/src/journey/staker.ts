import type { Wallet } from "@session/sdk";
import { type Address, erc20Abi } from "viem";
import type { LiveNetwork } from "../live.ts";
import { makeWallet } from "../wallets.ts";

/** The operator stakes alone, or first; the others are a pool's: one with a reservation, one without. */
export type StakerRole = "operator" | "reserved" | "public";

/** Paid into each account beside its stake: odd, so that a rounded amount shows. */
const POCKET_MONEY = 123_456_789n;

/** Somebody with a stake in a journey's node, and what the steps know of its rewards; amounts in base units. */
export class Staker {
  readonly role: StakerRole;
  readonly wallet: Wallet;
  readonly stake: bigint;
  /** SESH the account began with. */
  readonly funding: bigint;
  readonly #sesh: Address;
  /** Newest reading before the node could earn. */
  earlyRewards = { height: 0, lifetime: 0n };
  claimed = 0n;
  finalLifetime = 0n;

  private constructor(parts: Pick<Staker, "role" | "wallet" | "stake" | "funding"> & { readonly sesh: Address }) {
    this.role = parts.role;
    this.wallet = parts.wallet;
    this.stake = parts.stake;
    this.funding = parts.funding;
    this.#sesh = parts.sesh;
  }

  /** A fresh account with its stake and little else, kept in the network's folder. */
  static async make(live: LiveNetwork, role: StakerRole, stake: bigint, purpose: string): Promise<Staker> {
    const { privateKey, address } = await makeWallet(live.folder, `${role} of a ${purpose}`);
    const funding = stake + POCKET_MONEY;
    await live.fund(address, funding);
    return new Staker({ role, wallet: live.wallet(privateKey), stake, funding, sesh: live.sesh });
  }

  get address(): Address {
    return this.wallet.walletClient.account.address;
  }

  /** SESH of the account, base units. */
  balance(): Promise<bigint> {
    const call = { address: this.#sesh, abi: erc20Abi, functionName: "balanceOf" } as const;
    return this.wallet.publicClient.readContract({ ...call, args: [this.address] });
  }
}
