import { SESH_DECIMALS } from "./formatAmount.ts";

export type ParseAmountFault =
  | { code: "AMOUNT_EMPTY" }
  /** A sign in front; amounts people type are never negative, and "+" is a typo. */
  | { code: "AMOUNT_SIGNED" }
  /** Something that is no digit, separator or space. */
  | { code: "AMOUNT_NOT_A_NUMBER" }
  /** "1,234" may be one thousand or one and a bit: the text must say which. */
  | { code: "AMOUNT_AMBIGUOUS" }
  | { code: "AMOUNT_TOO_PRECISE"; decimals: number }
  | { code: "AMOUNT_TOO_LARGE" };

export type ParsedAmount = { ok: true; amount: bigint } | { ok: false; fault: ParseAmountFault };

const MAX_WHOLE_DIGITS = 30;
const fail = (fault: ParseAmountFault): ParsedAmount => ({ ok: false, fault });
const SPACES = /[\s\u00a0\u2009\u202f]/g;

type Split = { whole: string; fraction: string } | ParseAmountFault;

/** True if separators stand after 1 to 3 digits and then every 3. */
function isGrouped(text: string, separator: string): boolean {
  const [first = "", ...rest] = text.split(separator);
  return rest.length > 0 && /^\d{1,3}$/.test(first) && first !== "0" && rest.every((part) => /^\d{3}$/.test(part));
}

function splitMixed(text: string): Split {
  const decimal = text.lastIndexOf(",") > text.lastIndexOf(".") ? "," : ".";
  const group = decimal === "," ? "." : ",";
  const at = text.lastIndexOf(decimal);
  const whole = text.slice(0, at);
  if (whole.includes(decimal) || !isGrouped(whole, group)) return { code: "AMOUNT_NOT_A_NUMBER" };
  return { whole: whole.replaceAll(group, ""), fraction: text.slice(at + 1) };
}

/** `decimalSign`: that of the reader's locale, which decides what "1,234" means. */
function splitAtDecimal(text: string, decimalSign: string): Split {
  if (text.includes(",") && text.includes(".")) return splitMixed(text);
  const separator = text.includes(",") ? "," : ".";
  const [whole = "", fraction = "", ...more] = text.split(separator);
  if (more.length > 0)
    return isGrouped(text, separator)
      ? { whole: text.replaceAll(separator, ""), fraction: "" }
      : { code: "AMOUNT_NOT_A_NUMBER" };
  // "1,234" and "1.234" may be thousands or a fraction: only the reader's own decimal sign is taken as one.
  if (separator !== decimalSign && isGrouped(text, separator)) return { code: "AMOUNT_AMBIGUOUS" };
  return { whole, fraction };
}

export type ParseAmountOptions = {
  /** Decimals of the unit; 9 for SESH, 18 for ETH. */
  decimals?: number;
  /** How the reader's locale writes decimals, "." without it; decides what "1,234" and "1.234" mean. */
  decimalSign?: string;
};

/**
 * Reads an amount as people type it: "25000", "25 000", "25,000.5", "25.000,5", ".5", "1,5".
 * @returns base units, or a coded fault; never throws, never rounds
 * @example parseAmount("1,5") // { ok: true, amount: 1_500_000_000n }
 */
export function parseAmount(text: string, options: ParseAmountOptions = {}): ParsedAmount {
  const { decimals = SESH_DECIMALS, decimalSign = "." } = options;
  const compact = text.replace(SPACES, "").replace(/['’_]/g, "");
  if (compact === "") return fail({ code: "AMOUNT_EMPTY" });
  if (/^[+\-−–]/.test(compact)) return fail({ code: "AMOUNT_SIGNED" });
  if (!/^[\d.,]+$/.test(compact) || !/\d/.test(compact)) return fail({ code: "AMOUNT_NOT_A_NUMBER" });
  const split = splitAtDecimal(compact, decimalSign);
  if ("code" in split) return fail(split);
  const fraction = split.fraction.replace(/0+$/, "");
  if (fraction.length > decimals) return fail({ code: "AMOUNT_TOO_PRECISE", decimals });
  const whole = split.whole.replace(/^0+/, "");
  if (whole.length > MAX_WHOLE_DIGITS) return fail({ code: "AMOUNT_TOO_LARGE" });
  return { ok: true, amount: BigInt(`${whole}${fraction.padEnd(decimals, "0")}` || "0") };
}
