import { nextSmoothedRate, payReward, RATE_PERIOD_SEC } from "../state/rewards.ts";
import { LEDGER_UNITS_PER_BASE_UNIT } from "../types/primitive.ts";
import type { WorkingState } from "./workingState.ts";

/**
 * Pays this block's reward to the nodes payable in it, at the smoothed rate and within what the pool has released since
 * genesis (protocol/rewards.md#block-reward).
 */
export function applyReward(state: WorkingState): void {
  const { head, parent, context } = state;
  const { blockIntervalSec } = context.preset;
  const target = head.rewardRate * LEDGER_UNITS_PER_BASE_UNIT;
  // protocol/rewards.md#smoothing: block 1 takes the rate raw.
  head.smoothedRate = parent.height === 0 ? target : nextSmoothedRate(parent.smoothedRate, target, blockIntervalSec);
  const reward = (head.smoothedRate * BigInt(blockIntervalSec)) / RATE_PERIOD_SEC;
  const funded = (head.poolReleased - context.genesis.poolReleased) * LEDGER_UNITS_PER_BASE_UNIT;
  Object.assign(head, payReward(head, reward, funded, state.payableCount));
}
