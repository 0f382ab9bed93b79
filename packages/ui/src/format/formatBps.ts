import { formatAmount } from "./formatAmount.ts";
import { type ParsedAmount, parseAmount } from "./parseAmount.ts";

/**
 * Writes basis points as per cent, exactly: 29 → "0.29 %".
 * @param bps 1/10,000; whole
 */
export function formatBps(bps: number | bigint, locale = "en"): string {
  return `${formatAmount(BigInt(bps), { locale, decimals: 2 }).full} %`;
}

/** Reads per cent as people type them, with or without "%", as basis points: "0.29" → 29n. Two decimals at most. */
export function parseBps(text: string, decimalSign?: string): ParsedAmount {
  const options = decimalSign === undefined ? {} : { decimalSign };
  return parseAmount(text.replace(/%\s*$/, ""), { decimals: 2, ...options });
}
