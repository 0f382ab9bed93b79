import { leavingTerms, type NodeStatus, type Preset, type RemovedReason } from "@session/protocol";
import type { NodeLifecycleState } from "@session/sdk/indexer-api";

/** What a node's state follows from; times in unix seconds. */
export type NodeFacts = {
  readonly registeredAt: number;
  readonly exitRequestedAt: number | null;
  readonly left: "exited" | "liquidated" | null;
  /** 0 = no lock. */
  readonly lockedUntil: number;
  readonly isWithdrawn: boolean;
  /** The appchain refused the registration and couldn't even make a node of it. */
  readonly isRefused: boolean;
  /** null while the appchain doesn't know it. */
  readonly chain: ChainFacts | null;
};
export type ChainFacts = {
  readonly status: NodeStatus | "forgotten";
  readonly unlockAt: number | null;
  readonly removed: { readonly reason: RemovedReason; readonly at: number } | null;
};

/** Waits a node's times follow from. */
export type LifecycleRules = {
  readonly preset: Preset;
  readonly minExitAgeSec: number;
  readonly exitWaitSec: number;
};

/**
 * The one state a node is shown in, whatever the two chains say of it; what each state means stands at `nodeStates`.
 * A decommissioned node stays so while it is leaving: that it is out of service is the news (must-not-repeat §4.6).
 *
 * @param chainTime block time of the appchain's head: a liquidation needs a checkpoint of that time
 */
export function lifecycleOf(facts: NodeFacts, rules: LifecycleRules, chainTime: number): NodeLifecycleState {
  const { left, chain } = facts;
  if (left !== null) return facts.lockedUntil > 0 && !facts.isWithdrawn ? "locked" : left;
  if (chain === null) return facts.isRefused ? "rejected" : "pendingOnL2";
  switch (chain.status) {
    case "forgotten":
      return "exited";
    case "removed":
      return stateOfRemoved(chain, rules, chainTime);
    case "decommissioned":
      return "decommissioned";
    default:
      if (chain.unlockAt !== null) return "unlocking";
      return facts.exitRequestedAt === null ? chain.status : "exitRequested";
  }
}

function stateOfRemoved(chain: ChainFacts, { preset }: LifecycleRules, chainTime: number): NodeLifecycleState {
  if (chain.removed?.reason === "rejected") return "rejected";
  const from = termsOf(chain, preset)?.liquidation?.from;
  return from !== undefined && chainTime >= from ? "liquidatable" : "exitable";
}

function termsOf({ removed }: ChainFacts, preset: Preset): ReturnType<typeof leavingTerms> {
  return removed === null ? undefined : leavingTerms({ removed }, preset);
}

/** From when what can happen to a node; null: never, as things stand. */
export type LifecycleTimes = {
  readonly exitableFrom: number | null;
  readonly liquidatableFrom: number | null;
  readonly escapeFrom: number | null;
  /** Of the lock there is, or of the one a leaving by proof would bring. */
  readonly lockedUntil: number | null;
};

/** Source of the rules: docs/protocol/claims.md#leaves and ServiceNodeRewards' `Exits`. */
export function lifecycleTimes(facts: NodeFacts, rules: LifecycleRules): LifecycleTimes {
  const { left, chain } = facts;
  const none = { exitableFrom: null, liquidatableFrom: null, escapeFrom: null };
  if (left !== null) return { ...none, lockedUntil: facts.lockedUntil === 0 ? null : facts.lockedUntil };
  const ofAge = facts.registeredAt + rules.minExitAgeSec;
  const terms = chain === null ? undefined : termsOf(chain, rules.preset);
  const letGoAt = chain?.removed?.at ?? chain?.unlockAt ?? null;
  return {
    exitableFrom: letGoAt === null ? null : Math.max(letGoAt, ofAge),
    liquidatableFrom: terms?.liquidation === undefined ? null : Math.max(terms.liquidation.from, ofAge),
    escapeFrom: facts.exitRequestedAt === null ? null : facts.exitRequestedAt + rules.exitWaitSec,
    lockedUntil: terms === undefined || terms.exit.lockedUntil === 0 ? null : terms.exit.lockedUntil,
  };
}
