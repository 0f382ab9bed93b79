import { bytesToHex } from "@noble/hashes/utils.js";
import type { Preset } from "../src/presets/preset.ts";
import type { Contributor } from "../src/types/l2Event.ts";

/** Fractions of a ledger unit the oracle keeps, so that its own rounding is far below one unit. */
const SCALE = 10n ** 30n;

export type OracleNode = {
  readonly id: number;
  readonly feeBps: number;
  readonly contributors: readonly Contributor[];
  status: "joining" | "active" | "decommissioned" | "removed";
  readonly payableAt: number;
  joinDeadline: number;
  unlockAt: number;
  /** Paid out by the contract while it was the last validator: it works on without pay. */
  isDeparted: boolean;
};

/**
 * The reward rules as prose has them, without an index: every block pays every contributor of every payable node its
 * exact share. Slow and simple on purpose; written from appchain.md, not from the implementation.
 */
export class RewardOracle {
  readonly nodes = new Map<number, OracleNode>();
  readonly #earned = new Map<string, bigint>();
  readonly #preset: Preset;
  readonly #releasedAtGenesis: bigint;
  #rate: bigint | undefined;
  due = 0n;
  settlements = 0;

  constructor(preset: Preset, releasedAtGenesis: bigint) {
    this.#preset = preset;
    this.#releasedAtGenesis = releasedAtGenesis;
  }

  /** The reward part of a block; rates in base units per 120 s. */
  block(time: number, rewardRate: bigint, poolReleased: bigint): void {
    const reward = (this.#step(rewardRate * 10n ** 9n) * BigInt(this.#preset.blockIntervalSec)) / 120n;
    const payable = [...this.nodes.values()].filter(
      ({ status, payableAt, isDeparted }) => status === "active" && payableAt <= time && !isDeparted,
    );
    if (payable.length === 0) return;
    const left = (poolReleased - this.#releasedAtGenesis) * 10n ** 9n - this.due;
    const paid = left <= 0n ? 0n : reward < left ? reward : left;
    this.due += paid;
    const share = (paid * SCALE) / BigInt(payable.length);
    for (const node of payable) this.#pay(node, share);
  }

  #pay(node: OracleNode, share: bigint): void {
    const fee = (share * BigInt(node.feeBps)) / 10_000n;
    const total = node.contributors.reduce((sum, { amount }) => sum + amount, 0n);
    for (const [i, { beneficiary, amount }] of node.contributors.entries()) {
      const part = ((share - fee) * amount) / total + (i === 0 ? fee : 0n);
      const key = bytesToHex(beneficiary);
      this.#earned.set(key, (this.#earned.get(key) ?? 0n) + part);
    }
  }

  #step(target: bigint): bigint {
    const interval = BigInt(this.#preset.blockIntervalSec);
    const previous = this.#rate;
    if (previous === undefined) {
      this.#rate = target;
      return target;
    }
    const max = (a: bigint, b: bigint) => (a > b ? a : b);
    const min = (a: bigint, b: bigint) => (a < b ? a : b);
    const up = max(1n, (previous * interval) / (120n * 50_000n));
    const down = max(1n, (previous * interval) / (120n * 25_000n));
    this.#rate = target > previous ? min(target, previous + up) : max(target, previous - down);
    return this.#rate;
  }

  /** By address in hex, ledger units rounded down. */
  earned(): Map<string, bigint> {
    return new Map(Array.from(this.#earned, ([address, amount]) => [address, amount / SCALE]));
  }
}
