import type { ContractEvent, NetworkPoint, NetworkResponse } from "@session/sdk/indexer-api";
import type { ChartPoint, ShownNodeState } from "@session/ui";

/** Events people want to hear of, by the key of their sentence. */
const KINDS = {
  NewServiceNode: "joined",
  ServiceNodeExitRequest: "exitRequested",
  ServiceNodeExit: "left",
  ServiceNodeLiquidated: "liquidated",
  LockedStakeWithdrawn: "paidOut",
  RewardsClaimed: "claimed",
  NewSeededServiceNode: "seeded",
  PoolDeployed: "poolOpened",
} as const;
export type HappeningKind = (typeof KINDS)[keyof typeof KINDS] | "leftLocked";
export type Happening = {
  readonly key: string;
  readonly kind: HappeningKind;
  readonly at: number;
  readonly nodeId: string | null;
  /** The pool that was opened. */
  readonly pool: string | null;
  /** What was paid or returned, base units. */
  readonly amount: bigint | null;
};

/** What happened, newest first, out of the contracts' events; those that say nothing to people are left out. */
export function toHappenings(events: readonly ContractEvent[]): Happening[] {
  return events
    .flatMap((event) => {
      const { name, args, time, blockNumber, logIndex } = event;
      if (name === null || !Object.hasOwn(KINDS, name)) return [];
      return [
        {
          key: `${blockNumber}-${logIndex}`,
          kind: toKind(name as keyof typeof KINDS, args),
          at: time,
          nodeId: text(args.id),
          pool: text(args.pool),
          amount: toAmount(args.amount ?? args.returned),
          order: [BigInt(blockNumber), logIndex] as const,
        },
      ];
    })
    .sort((one, other) => Number(other.order[0] - one.order[0]) || other.order[1] - one.order[1])
    .map(({ order: _, ...happening }) => happening);
}

/** Who leaves while its stake is locked gets nothing back yet. */
const toKind = (name: keyof typeof KINDS, { returned }: ContractEvent["args"]): HappeningKind =>
  name === "ServiceNodeExit" && returned === "0" ? "leftLocked" : KINDS[name];

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const toAmount = (value: unknown): bigint | null =>
  typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : null;

export type Resolution = "hour" | "day";
/** Until then days are too few for a picture. */
const DAYS_FROM_SEC = 3 * 86_400;

/** Hours for a network of a few days, days for an older one. */
export function resolutionFor(genesisTimeSec: number, nowMs: number): Resolution {
  return nowMs / 1_000 - genesisTimeSec < DAYS_FROM_SEC ? "hour" : "day";
}

export const toNodePoints = (points: readonly NetworkPoint[]): ChartPoint[] =>
  points.map(({ from, active, decommissioned }) => ({ at: from, values: { active, decommissioned } }));

/** Amounts stay base units: the chart knows their decimals. */
export const toRewardPoints = (points: readonly NetworkPoint[]): ChartPoint[] =>
  points.map(({ from, rewards }) => ({ at: from, values: { rewards: BigInt(rewards) } }));

/** Of an APR, what is left after an operator's fee; both in basis points, rounded down. */
export function afterFee(aprBps: number, feeBps: number): bigint {
  return (BigInt(aprBps) * (10_000n - BigInt(feeBps))) / 10_000n;
}

/** The states some node is in, in the order of a node's life; `active` always. States after the exit are left out. */
export function statesShown(
  counts: NetworkResponse["nodes"]["byState"],
): readonly { readonly state: ShownNodeState; readonly count: number }[] {
  const inLife = [
    "pendingOnL2",
    "joining",
    "active",
    "decommissioned",
    "exitRequested",
    "unlocking",
    "exitable",
    "liquidatable",
    "locked",
  ] as const;
  return inLife
    .map((state) => ({ state, count: counts[state] }))
    .filter(({ state, count }) => state === "active" || count > 0);
}
