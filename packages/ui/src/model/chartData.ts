import { formatAmount } from "../format/formatAmount.ts";
import { numberFormat } from "../format/intlFormats.ts";

/** A figure of a chart: a number, or an exact amount in base units. */
export type ChartValue = number | bigint | null;

export type ChartSeries = {
  id: string;
  label: string;
  kind?: "line" | "area" | "bar";
  /** Decimals of its bigint values: 9 for SESH. */
  decimals?: number;
};

export type ChartPoint = {
  /** Unix seconds. */
  at: number;
  /** By series id; null or absent where there is none. */
  values: Readonly<Record<string, ChartValue | undefined>>;
};

/** Height on the axis: amounts as units. For drawing only, the table keeps every digit. */
export function toDrawn(value: ChartValue | undefined, decimals: number): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  return Number(formatAmount(value, { decimals, maxDecimals: decimals }).plain);
}

/** The value in words for table and hover, exact; undefined where there is none. */
export function writeValue(value: ChartValue | undefined, decimals: number, locale: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "bigint") return formatAmount(value, { decimals, locale }).text;
  return numberFormat(locale, { maximumFractionDigits: 4 }).format(value);
}

/** The value in an export: amounts as exact decimals in units. */
export function toExported(value: ChartValue | undefined, decimals: number): string | number | null {
  return typeof value === "bigint" ? formatAmount(value, { decimals }).plain : (value ?? null);
}

/** Rows as Recharts takes them: `at`, and each series by `s:` and its id. */
export function toDrawnRows(
  points: readonly ChartPoint[],
  series: readonly ChartSeries[],
): Record<string, number | null>[] {
  return points.map(({ at, values }) => ({
    at,
    ...Object.fromEntries(series.map(({ id, decimals = 9 }) => [`s:${id}`, toDrawn(values[id], decimals)])),
  }));
}

/** Points that span less than this, seconds, are told apart by the hour; within a day by it alone. */
const SHORT_SPAN_SEC = 3 * 86_400;
const DAY_SEC = 86_400;

/** Options of the time axis for a span of points. */
export function timeAxisOptions(points: readonly ChartPoint[]): Intl.DateTimeFormatOptions {
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  if (span < DAY_SEC) return { hour: "numeric", minute: "2-digit" };
  return span < SHORT_SPAN_SEC ? { weekday: "short", hour: "numeric" } : { day: "numeric", month: "short" };
}
