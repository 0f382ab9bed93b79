import { useLocale } from "@session/ui";

/** How the reader's language writes decimals, of the two signs that can be typed. */
export function useDecimalSign(): "." | "," {
  const { locale } = useLocale();
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === "decimal")?.value;
  return sign === "," ? "," : ".";
}
