import { timeFormat } from "./intlFormats.ts";

export type FormattedTime = {
  /** In the reader's zone: "20 Nov 2026, 18:40". */
  local: string;
  /** For hover: "2026-11-20 17:40:00 UTC". */
  utc: string;
  /** For `<time dateTime>`. */
  iso: string;
};

export type FormatTimeOptions = {
  locale?: string;
  /** IANA zone; the reader's own without it. */
  timeZone?: string;
  /** With the time of day (default), or the date alone. */
  precision?: "minute" | "day";
};

/**
 * Writes a time for people: local, with UTC for the hover.
 * @param timeSec unix seconds, as the API carries them
 */
export function formatTime(timeSec: number, options: FormatTimeOptions = {}): FormattedTime {
  const { locale = "en", timeZone, precision = "minute" } = options;
  const date = new Date(timeSec * 1000);
  const iso = date.toISOString();
  const format = timeFormat(locale, {
    dateStyle: "medium",
    ...(precision === "minute" ? { timeStyle: "short" } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return { local: format.format(date), utc: `${iso.slice(0, 19).replace("T", " ")} UTC`, iso };
}
