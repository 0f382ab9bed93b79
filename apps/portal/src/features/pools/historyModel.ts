import type { TimelineEntry } from "@session/sdk/indexer-api";

export const poolEvents = [
  "PoolDeployed",
  "Contributed",
  "ContributionWithdrawn",
  "BeneficiaryUpdated",
  "FeeUpdated",
  "PubkeysUpdated",
  "ReservedContributorsUpdated",
  "ManualFinalizeUpdated",
  "PoolReset",
  "Finalized",
  "NewServiceNode",
  "FinalizationFailed",
  "Rescued",
  "PoolStaked",
  "PoolWithdrawn",
] as const;
export type PoolEvent = (typeof poolEvents)[number];

export type PoolHistoryEntry = {
  /** Unique in a pool's history. */
  readonly id: string;
  readonly at: number;
  /** Undefined for an event this portal doesn't know. */
  readonly event: PoolEvent | undefined;
  readonly type: string;
  /** Base units. */
  readonly amount: bigint | undefined;
  readonly who: string | undefined;
  readonly receiver: string | undefined;
  readonly feeBps: number | undefined;
  readonly isManual: boolean;
  readonly nodeId: string | undefined;
  readonly txHash: string | undefined;
};

/** What a pool's event says, as far as it says it. */
export function toHistoryEntry({ at, type, detail, l2 }: TimelineEntry): PoolHistoryEntry {
  const text = (name: string) => (typeof detail[name] === "string" ? detail[name] : undefined);
  const digits = (name: string) => digitsOf(detail, name);
  const [amount, feeBps] = [digits("amount"), digits("feeBps") ?? digitsOf(detail.params, "feeBps")];
  return {
    id: l2 === null ? `${at} ${type}` : `${l2.block}-${l2.logIndex}`,
    ...{ at, type, event: poolEvents.find((name) => name === type) },
    amount: amount === undefined ? undefined : BigInt(amount),
    who: text("staker") ?? text("operator"),
    receiver: text("beneficiary"),
    feeBps: feeBps === undefined ? undefined : Number(feeBps),
    isManual: detail.manualFinalize === true || detail.manualFinalize === "true",
    nodeId: digits("nodeId") ?? (type === "NewServiceNode" ? digits("id") : undefined),
    txHash: l2?.txHash,
  };
}

/** A whole number of an event's arguments, as text. */
function digitsOf(detail: unknown, name: string): string | undefined {
  if (typeof detail !== "object" || detail === null) return undefined;
  const value = (detail as Readonly<Record<string, unknown>>)[name];
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  return /^\d+$/.test(text) ? text : undefined;
}
