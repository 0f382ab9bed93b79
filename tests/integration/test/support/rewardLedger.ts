import type { Genesis } from "@session/protocol";
import type { BlockResponse } from "@session/sdk";

/** A reckoning of docs/protocol/rewards.md made from block headers alone, by looping over nodes: slow, plain, and not the node's. */
export type LedgerMember = {
  /** Time from which it is payable; a genesis node's is 0. */
  readonly payableFrom: number;
  /** Time from which it isn't any more. */
  readonly payableUntil: number;
};

/** Ledger units (1e-18 SESH) in a base unit (1e-9 SESH). */
export const LEDGER_PER_BASE = 10n ** 9n;
const PERIOD_SEC = 120n;

/**
 * What each member has earned after the last of the blocks, in ledger units.
 *
 * @param blocks all blocks from height 1, ascending
 */
export function reckon(
  genesis: Genesis,
  intervalSec: number,
  blocks: readonly BlockResponse[],
  members: readonly LedgerMember[],
): bigint[] {
  const earned = members.map(() => 0n);
  let [rate, carry, due] = [0n, 0n, 0n];
  for (const { height, time, rewardRate, poolReleased } of blocks) {
    const target = BigInt(rewardRate) * LEDGER_PER_BASE;
    rate = height === 1 ? target : approach(rate, target, BigInt(intervalSec));
    const payable = members.map(({ payableFrom, payableUntil }) => payableFrom <= time && time < payableUntil);
    const count = BigInt(payable.filter(Boolean).length);
    if (count === 0n) continue;
    const released = (BigInt(poolReleased) - genesis.poolReleased) * LEDGER_PER_BASE;
    const reward = min((rate * BigInt(intervalSec)) / PERIOD_SEC, max(released - due, 0n));
    due += reward;
    const share = (reward + carry) / count;
    carry = reward + carry - share * count;
    for (const [index, isPayable] of payable.entries()) if (isPayable) earned[index] = (earned[index] ?? 0n) + share;
  }
  return earned;
}

function approach(rate: bigint, target: bigint, interval: bigint): bigint {
  const up = max(1n, (rate * interval) / (PERIOD_SEC * 50_000n));
  const down = max(1n, (rate * interval) / (PERIOD_SEC * 25_000n));
  return target > rate ? min(rate + up, target) : max(rate - down, target);
}

const min = (a: bigint, b: bigint) => (a < b ? a : b);
const max = (a: bigint, b: bigint) => (a > b ? a : b);
