import type { Preset } from "./preset.ts";

export const mainnet: Preset = {
  name: "mainnet",
  blockIntervalSec: 120,
  checkpointIntervalBlocks: 5,
  l2SafeLag: { seconds: 70 },
  l2Step: 240,
  unlockSec: 15 * 86_400,
  exitGraceSec: 7 * 86_400,
  deregistrationLockSec: 30 * 86_400,
  minExitAgeSec: 7_200,
  payableAfterSec: 86_400,
  proofIntervalSec: 3_600,
  proofValidSec: 7_500,
  initialCreditSec: 7_200,
  leastCreditSec: 7_200,
  creditEarned: { numerator: 48, denominator: 1_440 },
  creditCapSec: 48 * 3_600,
  testRoundIntervalBlocks: 1,
  reconcileIntervalBlocks: 30,
  voteGroupSize: 128,
};
