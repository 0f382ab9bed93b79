import type { NetworkResponse, ParamsResponse } from "@session/sdk/indexer-api";
import type { CalculationKind } from "./search.ts";

const BASIS_POINTS = 10_000n;
const DAYS_PER_YEAR = 365n;
const MONTHS_PER_YEAR = 12n;

/** What a reckoning starts from; all of it comes from the API. Amounts in base units. */
export type RewardFigures = {
  /** Paid to all payable nodes together in a day. */
  readonly perDay: bigint;
  readonly payableNodes: number;
  readonly requirement: bigint;
};

export type Calculation = {
  readonly kind: CalculationKind;
  /** Of one's own, base units; at most the requirement where one brings a node. */
  readonly stake: bigint;
  /** The operator's part of a node's reward: paid by those who stake, earned by who runs a pool. */
  readonly feeBps: bigint;
};

export type Earnings = {
  readonly perDay: bigint;
  readonly perMonth: bigint;
  readonly perYear: bigint;
  /** Of one's own stake. */
  readonly aprBps: bigint;
};

export function toFigures({ rewards, nodes, stake }: NetworkResponse): RewardFigures {
  return {
    perDay: BigInt(rewards.perDay),
    payableNodes: nodes.payable,
    requirement: BigInt(stake.requirement),
  };
}

/** The same network with one node more to share with. */
export function withOneMore(figures: RewardFigures): RewardFigures {
  return { ...figures, payableNodes: figures.payableNodes + 1 };
}

/**
 * What a stake earns, simple, rounded down; one division for each figure, so that nothing is lost on the way.
 *
 * Of what a node earns, the fee goes to its operator first, the rest to all by their stakes (docs/protocol/rewards.md).
 * A year has 365 days, a month is its twelfth; the APR of the API is reckoned the same way (docs/indexer/api.md#apr).
 *
 * @returns undefined while no node is paid, or nothing is staked
 */
export function toEarnings(figures: RewardFigures, { kind, stake, feeBps }: Calculation): Earnings | undefined {
  const { perDay, payableNodes, requirement } = figures;
  if (payableNodes === 0 || requirement === 0n || stake === 0n) return undefined;
  // Of a node's reward, in parts of BASIS_POINTS × requirement.
  const shared = (BASIS_POINTS - feeBps) * stake;
  const parts = kind === "stake" ? shared : kind === "node" ? BASIS_POINTS * stake : shared + feeBps * requirement;
  const whole = BASIS_POINTS * requirement * BigInt(payableNodes);
  const perYear = perDay * DAYS_PER_YEAR * parts;
  return {
    perDay: (perDay * parts) / whole,
    perMonth: perYear / (whole * MONTHS_PER_YEAR),
    perYear: perYear / whole,
    aprBps: (perYear * BASIS_POINTS) / (whole * stake),
  };
}

/** The least and most one can bring, base units; those who join others may take part in several pools. */
export function stakeLimits(
  kind: CalculationKind,
  { requirement, operatorMinimum }: ParamsResponse["staking"],
): { readonly min: bigint; readonly max: bigint | undefined } {
  if (kind === "stake") return { min: 1n, max: undefined };
  return kind === "node"
    ? { min: BigInt(requirement), max: BigInt(requirement) }
    : { min: BigInt(operatorMinimum), max: BigInt(requirement) };
}
