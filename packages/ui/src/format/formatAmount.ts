/** Decimals of SESH: an amount of 1 base unit is 1e-9 SESH. */
export const SESH_DECIMALS = 9;

export type FormatAmountOptions = {
  /** BCP 47; decides grouping and the decimal sign. */
  locale?: string;
  /** Decimals of the unit; 9 for SESH, 18 for ETH. */
  decimals?: number;
  /** Decimals shown at most; what is beyond is cut, never rounded up, and `isCut` says so. */
  maxDecimals?: number;
};

export type FormattedAmount = {
  /** Grouped and cut, with "≈" in front when cut: "≈ 1,204.5531". */
  text: string;
  /** Every decimal, grouped: "1,204.553112345". */
  full: string;
  /** Every decimal for machines and fields, no grouping, a point: "1204.553112345". */
  plain: string;
  isCut: boolean;
};

type Signs = { group: Intl.NumberFormat; decimal: string; digits: readonly string[] };

const signsOf = new Map<string, Signs>();

function readSigns(locale: string): Signs {
  const known = signsOf.get(locale);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(0.5);
  const single = new Intl.NumberFormat(locale, { useGrouping: false });
  const signs = {
    group: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    decimal: parts.find(({ type }) => type === "decimal")?.value ?? ".",
    digits: Array.from({ length: 10 }, (_, digit) => single.format(digit)),
  };
  signsOf.set(locale, signs);
  return signs;
}

function joinParts(whole: bigint, fraction: string, isNegative: boolean, signs: Signs): string {
  // Grouping of 0 with a sign would lose the sign, so it is put in front by hand.
  const head = `${isNegative ? "−" : ""}${signs.group.format(whole)}`;
  const tail = fraction.replace(/\d/g, (digit) => signs.digits[Number(digit)] ?? digit);
  return fraction === "" ? head : `${head}${signs.decimal}${tail}`;
}

/**
 * Writes an amount in base units as people read it, with integers only.
 * @param amount base units, negative for differences
 * @returns the text to show (4 decimals, "≈" in front when more were cut), and the full value for hover and copy
 * @example formatAmount(1_204_553_112_345n).text // "≈ 1,204.5531"
 */
export function formatAmount(amount: bigint, options: FormatAmountOptions = {}): FormattedAmount {
  const { locale = "en", decimals = SESH_DECIMALS, maxDecimals = 4 } = options;
  const signs = readSigns(locale);
  const isNegative = amount < 0n;
  const absolute = isNegative ? -amount : amount;
  const scale = 10n ** BigInt(decimals);
  const whole = absolute / scale;
  const fraction = (absolute % scale).toString().padStart(decimals, "0").slice(0, decimals).replace(/0+$/, "");
  const shown = fraction.slice(0, maxDecimals).replace(/0+$/, "");
  const isCut = fraction.length > maxDecimals;
  const full = joinParts(whole, fraction, isNegative, signs);
  return {
    text: isCut ? `≈ ${joinParts(whole, shown, isNegative, signs)}` : full,
    full,
    plain: `${isNegative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`,
    isCut,
  };
}
