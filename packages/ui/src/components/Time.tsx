import { formatTime } from "../format/formatTime.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";

/** A time of day and date, local, with UTC on hover. `at` in unix seconds. */
export function Time({ at, precision = "minute" }: { at: number; precision?: "minute" | "day" }) {
  const { locale, timeZone } = useLocale();
  const { local, utc, iso } = formatTime(at, { locale, precision, ...(timeZone !== undefined && { timeZone }) });
  return (
    <time dateTime={iso} title={utc}>
      {local}
    </time>
  );
}
