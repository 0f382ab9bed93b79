import type { ContractEvent } from "@session/sdk/indexer-api";

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
