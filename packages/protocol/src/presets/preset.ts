/** Durations in seconds; nothing in the protocol counts blocks where it means time. Source: docs/protocol/presets.md. */
export type Preset = {
  readonly name: PresetName;
  readonly blockIntervalSec: number;
  /** A header whose height is a multiple of it carries a claims root that every node of the contract attests. */
  readonly checkpointIntervalBlocks: number;
  readonly l2SafeLag: { readonly seconds: number } | { readonly blocks: number };
  /** `l2Number` of a header is a multiple of it. */
  readonly l2Step: number;
  readonly unlockSec: number;
  readonly exitGraceSec: number;
  readonly deregistrationLockSec: number;
  readonly minExitAgeSec: number;
  readonly payableAfterSec: number;
  readonly proofIntervalSec: number;
  readonly proofValidSec: number;
  readonly initialCreditSec: number;
  readonly leastCreditSec: number;
  /** Credit earned per second of service, as a fraction. */
  readonly creditEarned: { readonly numerator: number; readonly denominator: number };
  readonly creditCapSec: number;
  readonly testRoundIntervalBlocks: number;
  readonly reconcileIntervalBlocks: number;
  readonly voteGroupSize: number;
};
export type PresetName = "mainnet" | "stagenet" | "devnet";
