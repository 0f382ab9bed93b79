import { numberFormat } from "./intlFormats.ts";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/**
 * Writes a duration in its two largest units: "3 d 4 h", "12 min", "45 s". The rest is cut, so that a deadline never
 * looks later than it is.
 * @param durationSec whole or broken seconds; a negative one counts as 0
 * @param unitDisplay "narrow" and "short" for tables and facts, "long" for sentences
 */
export function formatDuration(
  durationSec: number,
  locale = "en",
  unitDisplay: "long" | "short" | "narrow" = "short",
): string {
  const total = Math.max(0, Math.floor(durationSec));
  const largest = Math.max(
    0,
    UNITS.findIndex(([, sec]) => total >= sec),
  );
  const start = total === 0 ? UNITS.length - 1 : largest;
  const shown = UNITS.slice(start, start + 2)
    .map(([unit, sec], index) => {
      const above = index === 0 ? Number.POSITIVE_INFINITY : (UNITS[start + index - 1]?.[1] ?? 1);
      return { unit, count: Math.floor((total % above) / sec) };
    })
    .filter(({ count }, index) => index === 0 || count > 0);
  return shown
    .map(({ unit, count }) => numberFormat(locale, { style: "unit", unit, unitDisplay }).format(count))
    .join(" ");
}
