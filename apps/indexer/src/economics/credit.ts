import { creditOf, type NodeStatus, type Preset } from "@session/protocol";

/** Credit as the appchain's view keeps it: seconds, as of a block time. */
export type CreditFacts = {
  readonly status: NodeStatus | "forgotten";
  readonly creditSec: number;
  readonly creditTime: number;
};

/**
 * Credit at a block time: an active node earns, a joining or decommissioned one uses it up. Between two rows of the view
 * the chain's stalls don't show, in which credit stands still: then this is off by their length until the next row.
 */
export function creditAt(facts: CreditFacts, time: number, preset: Preset): number {
  const { status, creditSec, creditTime } = facts;
  if (status === "forgotten") return 0;
  return creditOf({ status, creditSec, creditAt: creditTime }, Math.max(time, creditTime), preset);
}
