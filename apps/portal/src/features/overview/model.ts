import type { ContractEvent, NetworkPoint } from "@session/sdk/indexer-api";
import type { ChartPoint } from "@session/ui";

/** Events people want to hear of, by the key of their sentence. */
const KINDS = {
  NewServiceNode: "joined",
  ServiceNodeExitRequest: "exitRequested",
  ServiceNodeExit: "left",
  ServiceNodeLiquidated: "liquidated",
  RewardsClaimed: "claimed",
  NewSeededServiceNode: "seeded",
} as const;
export type HappeningKind = (typeof KINDS)[keyof typeof KINDS];
export type Happening = {
  readonly key: string;
  readonly kind: HappeningKind;
  readonly at: number;
  readonly nodeId: string | null;
};

/** What happened, out of the contracts' events; those that say nothing to people are left out. */
export function toHappenings(events: readonly ContractEvent[]): Happening[] {
  return events.flatMap(({ name, args, time, blockNumber, logIndex }) => {
    if (name === null || !Object.hasOwn(KINDS, name)) return [];
    const id = args.id;
    return [
      {
        key: `${blockNumber}-${logIndex}`,
        kind: KINDS[name as keyof typeof KINDS],
        at: time,
        nodeId: typeof id === "string" ? id : null,
      },
    ];
  });
}

export const toNodePoints = (points: readonly NetworkPoint[]): ChartPoint[] =>
  points.map(({ from, active, decommissioned }) => ({ at: from, values: { active, decommissioned } }));

/** Amounts stay base units: the chart knows their decimals. */
export const toRewardPoints = (points: readonly NetworkPoint[]): ChartPoint[] =>
  points.map(({ from, rewards }) => ({ at: from, values: { rewards: BigInt(rewards) } }));
