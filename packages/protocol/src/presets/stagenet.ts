import type { Preset } from "./preset.ts";

export const stagenet: Preset = {
  name: "stagenet",
  blockIntervalSec: 30,
  checkpointIntervalBlocks: 5,
  l2SafeLag: { seconds: 70 },
  l2Step: 240,
  unlockSec: 86_400,
  exitGraceSec: 7_200,
  deregistrationLockSec: 48 * 3_600,
  minExitAgeSec: 1_200,
  payableAfterSec: 480,
  proofIntervalSec: 600,
  proofValidSec: 1_260,
  initialCreditSec: 1_200,
  leastCreditSec: 1_200,
  creditEarned: { numerator: 48, denominator: 1_440 },
  creditCapSec: 4 * 3_600,
  testRoundIntervalBlocks: 1,
  reconcileIntervalBlocks: 30,
  voteGroupSize: 128,
};
