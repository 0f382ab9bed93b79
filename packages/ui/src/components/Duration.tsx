import { formatDuration } from "../format/formatDuration.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";

/** A duration in its two largest units. `seconds` may be broken; negative ones count as 0. */
export function Duration({ seconds, display = "short" }: { seconds: number; display?: "long" | "short" | "narrow" }) {
  const { locale } = useLocale();
  return <span className="whitespace-nowrap">{formatDuration(seconds, locale, display)}</span>;
}
