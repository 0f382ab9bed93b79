import type { NodeState } from "./node.ts";

/** `rewardRate` is the pool's payout for this long (contracts.md, RewardRatePool). */
export const RATE_PERIOD_SEC = 120n;
/** The smoothed rate moves per 120 s by at most 1/50,000 up and 1/25,000 down. */
const RISE_DIVISOR = 50_000n;
const FALL_DIVISOR = 25_000n;
const FEE_DENOMINATOR = 10_000n;

export type Share = { readonly address: Uint8Array; readonly amount: bigint };

/**
 * Divides what a node earned: the operator's fee first, to contributors[0]'s beneficiary, the rest by stake. Each part is
 * rounded down, so parts + dust = earned and nobody gets more than is theirs (protocol/rewards.md#split).
 */
export function splitEarned(
  node: Pick<NodeState, "feeBps" | "contributors" | "deposit">,
  earned: bigint,
): { shares: Share[]; dust: bigint } {
  const fee = (earned * BigInt(node.feeBps)) / FEE_DENOMINATOR;
  const rest = earned - fee;
  let dust = rest;
  const shares = node.contributors.map(({ beneficiary, amount }, i) => {
    const part = (rest * amount) / node.deposit;
    dust -= part;
    return { address: beneficiary, amount: i === 0 ? part + fee : part };
  });
  return { shares, dust };
}

/**
 * One block's step of the smoothed rate towards the target, both in ledger units per 120 s. At least one unit, so that a
 * small rate can still rise (must-not-repeat §3.12); never past the target (protocol/rewards.md#smoothing).
 */
export function nextSmoothedRate(previous: bigint, target: bigint, blockIntervalSec: number): bigint {
  const interval = BigInt(blockIntervalSec);
  if (target > previous) {
    const step = atLeastOne((previous * interval) / (RATE_PERIOD_SEC * RISE_DIVISOR));
    return previous + step < target ? previous + step : target;
  }
  const step = atLeastOne((previous * interval) / (RATE_PERIOD_SEC * FALL_DIVISOR));
  return previous - step > target ? previous - step : target;
}

function atLeastOne(step: bigint): bigint {
  return step > 1n ? step : 1n;
}

export type RewardLedger = { readonly index: bigint; readonly carry: bigint; readonly due: bigint };

/**
 * Pays a block's reward into the index. Nobody payable: nothing is due. A reward the pool can't fund any more is cut to
 * what is left, all in ledger units (protocol/rewards.md#index, #cap).
 */
export function payReward(ledger: RewardLedger, reward: bigint, funded: bigint, payableCount: number): RewardLedger {
  if (payableCount === 0) return ledger;
  const left = funded > ledger.due ? funded - ledger.due : 0n;
  const paid = reward < left ? reward : left;
  const pot = paid + ledger.carry;
  const each = pot / BigInt(payableCount);
  return {
    index: ledger.index + each,
    carry: pot - each * BigInt(payableCount),
    due: ledger.due + paid,
  };
}
