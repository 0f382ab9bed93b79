import type { TimelineEntry } from "@session/sdk/indexer-api";

/** What happened, as a key of the words for it; `other` with the event's own name in words. */
export const timelineKinds = [
  "NewServiceNode",
  "NewSeededServiceNode",
  "ServiceNodeExitRequest",
  "ServiceNodeExit",
  "ServiceNodeExitLocked",
  "ServiceNodeLiquidated",
  "LockedStakeWithdrawn",
  "node-joining",
  "node-active",
  "node-payable",
  "node-decommissioned",
  "exit-requested",
  "node-removed.voluntary",
  "node-removed.deregistered",
  "node-removed.rejected",
  "node-removed.missed",
  "node-forgotten",
  "deferred",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export type Happening = {
  readonly key: string;
  readonly at: number;
  readonly kind: TimelineKind | "other";
  /** The event's own name as words, for what there are no words for. */
  readonly name: string;
  readonly who: string | null;
  /** Base units. */
  readonly amount: bigint | null;
  /** Unix seconds. */
  readonly until: number | null;
  /** Why the appchain refused it; null where it didn't. */
  readonly refused: string | null;
  readonly tone: "good" | "warn" | "danger" | "neutral";
};

const GOOD: ReadonlySet<string> = new Set(["node-active", "node-payable"]);
const WARN: ReadonlySet<string> = new Set(["node-decommissioned", "deferred", "ServiceNodeExitLocked"]);
const DANGER: ReadonlySet<string> = new Set([
  "node-removed.deregistered",
  "node-removed.rejected",
  "ServiceNodeLiquidated",
]);

export function toHappening(entry: TimelineEntry): Happening {
  const { detail, l2, at } = entry;
  const kind = kindOf(entry);
  const refused = l2?.outcome?.result === "rejected" ? (l2.outcome.message ?? l2.outcome.code ?? "") : null;
  return {
    key: keyOf(entry),
    at,
    kind,
    name: toWords(entry.type),
    who: text(detail.contributor ?? detail.liquidator ?? detail.operator),
    amount: amount(detail.returned ?? detail.liquidatorPenalty),
    until: seconds(detail.lockedUntil ?? detail.unlockAt),
    refused,
    tone:
      refused !== null || DANGER.has(kind) ? "danger" : WARN.has(kind) ? "warn" : GOOD.has(kind) ? "good" : "neutral",
  };
}

function kindOf({ type, detail }: TimelineEntry): Happening["kind"] {
  if (type === "ServiceNodeExit" && (seconds(detail.lockedUntil) ?? 0) > 0) return "ServiceNodeExitLocked";
  const name = type === "node-removed" ? `node-removed.${String(detail.reason)}` : type;
  return timelineKinds.find((kind) => kind === name) ?? "other";
}

const text = (value: unknown) => (typeof value === "string" ? value : null);
const amount = (value: unknown) => (typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : null);
const seconds = (value: unknown) =>
  (typeof value === "string" || typeof value === "number") && /^\d{1,15}$/.test(String(value)) ? Number(value) : null;

/** `nodeJoined` and `NewServiceNode` as words for people who don't know our events: "new service node". */
export function toWords(type: string): string {
  return type
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_.-]+/g, " ")
    .toLowerCase();
}

const keyOf = ({ l2, chain }: TimelineEntry): string =>
  l2 === null ? `chain-${chain?.height}-${chain?.seq}` : `l2-${l2.block}-${l2.logIndex}`;
