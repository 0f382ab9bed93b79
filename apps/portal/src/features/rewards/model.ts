import type { ChartPoint } from "@session/ui";
import type { Hex } from "viem";
import type { RewardsSearch } from "./search.ts";

export type RewardDay = {
  /** UTC, `2027-01-31`. */
  readonly day: string;
  /** Base units, rounded down. */
  readonly amount: bigint;
};
export type DayRange = { readonly from: string; readonly to: string };

const DAY_MS = 86_400_000;
/** What the indexer shows without `from`, and the most it shows at once. */
const USUAL_DAYS = 90;
export const MAX_DAYS = 1_000;

export const presetDays = [30, USUAL_DAYS, 365, MAX_DAYS] as const;

/** The range that is shown: as asked for, else the last 90 days. */
export function toRange({ from, to }: Pick<RewardsSearch, "from" | "to">, nowMs: number): DayRange {
  const last = to ?? toDay(nowMs);
  return { from: from ?? firstOf(last, USUAL_DAYS), to: last };
}

/** The last so many days, up to today. */
export function presetRange(days: number, nowMs: number): DayRange {
  const to = toDay(nowMs);
  return { from: firstOf(to, days), to };
}

function firstOf(last: string, days: number): string {
  return toDay(Math.max(0, Date.parse(last) - (days - 1) * DAY_MS));
}

export function toDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Why the range can't be shown; undefined when it can. */
export function rangeFault({ from, to }: DayRange): "order" | "tooLong" | undefined {
  if (from > to) return "order";
  return (Date.parse(to) - Date.parse(from)) / DAY_MS >= MAX_DAYS ? "tooLong" : undefined;
}

/** So that a picture of a day or two is one of days, not of hours. */
const LEAST_DRAWN_DAYS = 7;

/**
 * Every day up to the last with rewards, oldest first: days without rewards are part of the picture. A day stands at its noon,
 * which is on the same date in nearly every zone.
 */
export function toPoints(days: readonly RewardDay[], from: string): ChartPoint[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const byDay = new Map(days.map(({ day, amount }) => [day, amount]));
  const padded = firstOf(last.day, LEAST_DRAWN_DAYS);
  const start = [first.day, padded > from ? padded : from].sort()[0] ?? first.day;
  const count = Math.round((Date.parse(last.day) - Date.parse(start)) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => {
    const timeMs = Date.parse(start) + index * DAY_MS;
    return { at: (timeMs + DAY_MS / 2) / 1_000, values: { earned: byDay.get(toDay(timeMs)) ?? 0n } };
  });
}

export function sumOf(days: readonly RewardDay[]): bigint {
  return days.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Where the file of the whole range is, every node's part by day. */
export function csvUrl(indexerUrl: string, account: Hex, { from, to }: DayRange): string {
  return `${indexerUrl.replace(/\/+$/, "")}/v1/rewards/${account}/history.csv?${new URLSearchParams({ from, to })}`;
}
