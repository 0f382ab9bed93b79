import type { Preset } from "./preset.ts";

export const devnet: Preset = {
  name: "devnet",
  blockIntervalSec: 2,
  checkpointIntervalBlocks: 5,
  l2SafeLag: { blocks: 3 },
  l2Step: 1,
  unlockSec: 60,
  exitGraceSec: 60,
  deregistrationLockSec: 120,
  minExitAgeSec: 10,
  payableAfterSec: 10,
  proofIntervalSec: 10,
  proofValidSec: 25,
  initialCreditSec: 600,
  leastCreditSec: 30,
  creditEarned: { numerator: 1, denominator: 30 },
  creditCapSec: 1_800,
  testRoundIntervalBlocks: 5,
  reconcileIntervalBlocks: 30,
  voteGroupSize: 128,
};
