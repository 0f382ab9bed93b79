/** An hour of a node's participation: `counted` commits it could have been in, `present` those it was in. */
export type HourOfPresence = { readonly hour: number; readonly present: number; readonly counted: number };

export type HeatDay = {
  /** Start of the UTC day, unix seconds. */
  readonly at: number;
  /** By hour of the day; null where the node couldn't have been in a commit. */
  readonly hours: readonly (HourOfPresence | null)[];
};

const HOUR_SEC = 3_600;
const DAY_SEC = 24 * HOUR_SEC;

/** Hours as days of 24, oldest first, no day left out between the first and the last. */
export function toHeatDays(items: readonly HourOfPresence[]): HeatDay[] {
  const byHour = new Map(items.filter(({ counted }) => counted > 0).map((item) => [item.hour, item]));
  const hours = [...byHour.keys()];
  if (hours.length === 0) return [];
  // Not spread into Math.min: a thousand hours are fine, but nothing here should depend on that.
  const first = hours.reduce((low, hour) => (hour < low ? hour : low));
  const last = hours.reduce((high, hour) => (hour > high ? hour : high));
  const days: HeatDay[] = [];
  for (let at = first - (first % DAY_SEC); at <= last; at += DAY_SEC)
    days.push({ at, hours: Array.from({ length: 24 }, (_, i) => byHour.get(at + i * HOUR_SEC) ?? null) });
  return days;
}

/** Commits it was in, of those it could have been in, over all hours. */
export function sumOf(items: readonly HourOfPresence[]): { readonly present: number; readonly counted: number } {
  return items.reduce(
    (sum, { present, counted }) => ({ present: sum.present + present, counted: sum.counted + counted }),
    { present: 0, counted: 0 },
  );
}
