import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount } from "./formatAmount.ts";
import { formatBps, parseBps } from "./formatBps.ts";
import { parseAmount } from "./parseAmount.ts";

const amounts = fc.bigInt({ min: 0n, max: 10n ** 38n });
const locales = fc.constantFrom("en", "de", "fr", "de-CH", "en-IN", "sv", "pl");

describe("formatAmount", () => {
  it.each([
    [0n, "0"],
    [1n, "≈ 0"],
    [100_000n, "0.0001"],
    [99_999n, "≈ 0"],
    [25_000_000_000_000n, "25,000"],
    [1_204_553_112_345n, "≈ 1,204.5531"],
    [999_999_999n, "≈ 0.9999"],
    [-1_500_000_000n, "−1.5"],
    [9_007_199_254_740_993_000_000_001n, "≈ 9,007,199,254,740,993"],
  ])("writes %s base units", (amount, text) => {
    expect(formatAmount(amount).text).toBe(text);
  });

  it("groups and marks decimals as the locale does", () => {
    expect(formatAmount(1_234_567_500_000_000n, { locale: "de" }).text).toBe("1.234.567,5");
    expect(formatAmount(1_234_567_500_000_000n, { locale: "en-IN" }).text).toBe("12,34,567.5");
    expect(formatAmount(1_500_000_000n, { locale: "ar-EG" }).text).toBe("١٫٥");
  });

  it("4-3: no digit is lost or invented: what is shown is the start of the full value", () => {
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 0, max: 18 }),
        fc.integer({ min: 0, max: 18 }),
        (amount, decimals, maxDecimals) => {
          const { text, full, plain, isCut } = formatAmount(amount, { decimals, maxDecimals });
          const [whole = "", fraction = ""] = plain.split(".");
          expect(BigInt(whole + fraction.padEnd(decimals, "0"))).toBe(amount);
          expect(full.replaceAll(",", "")).toBe(plain);
          expect(isCut).toBe(fraction.length > maxDecimals);
          expect(text.startsWith("≈ ")).toBe(isCut);
          const shown = text.replace("≈ ", "").replaceAll(",", "");
          expect(plain.startsWith(shown)).toBe(true);
        },
      ),
    );
  });
});

describe("parseAmount", () => {
  it.each([
    ["25000", 25_000_000_000_000n],
    ["25 000", 25_000_000_000_000n],
    ["25\u202f000,5", 25_000_500_000_000n],
    ["25,000.5", 25_000_500_000_000n],
    ["25.000,5", 25_000_500_000_000n],
    ["1,234,567", 1_234_567_000_000_000n],
    ["1.234.567", 1_234_567_000_000_000n],
    ["1'000.25", 1_000_250_000_000n],
    ["1,5", 1_500_000_000n],
    ["0,125", 125_000_000n],
    ["1.234", 1_234_000_000n],
    [".5", 500_000_000n],
    ["5.", 5_000_000_000n],
    ["0.000000001", 1n],
    ["1.5000000000000", 1_500_000_000n],
    ["0007", 7_000_000_000n],
    ["0", 0n],
  ])("reads %j", (text, amount) => {
    expect(parseAmount(text)).toEqual({ ok: true, amount });
  });

  it.each([
    ["", "AMOUNT_EMPTY"],
    ["  ", "AMOUNT_EMPTY"],
    ["-1", "AMOUNT_SIGNED"],
    ["−1", "AMOUNT_SIGNED"],
    ["+1", "AMOUNT_SIGNED"],
    ["1,234", "AMOUNT_AMBIGUOUS"],
    ["1e5", "AMOUNT_NOT_A_NUMBER"],
    ["0x10", "AMOUNT_NOT_A_NUMBER"],
    ["١٢", "AMOUNT_NOT_A_NUMBER"],
    [".", "AMOUNT_NOT_A_NUMBER"],
    ["1-2", "AMOUNT_NOT_A_NUMBER"],
    ["1.2.3", "AMOUNT_NOT_A_NUMBER"],
    ["1,23,456", "AMOUNT_NOT_A_NUMBER"],
    ["12,34.5", "AMOUNT_NOT_A_NUMBER"],
    ["1.000,5,5", "AMOUNT_NOT_A_NUMBER"],
    ["0.0000000001", "AMOUNT_TOO_PRECISE"],
    ["1".repeat(31), "AMOUNT_TOO_LARGE"],
  ])("refuses %j", (text, code) => {
    expect(parseAmount(text)).toMatchObject({ ok: false, fault: { code } });
  });

  it("takes a lone comma as decimal where the locale does", () => {
    expect(parseAmount("1,234", { decimalSign: "," })).toEqual({ ok: true, amount: 1_234_000_000n });
  });

  it("asks what a lone point means where the locale groups by it: 25.000 isn't 25", () => {
    const german = { decimalSign: "," };
    expect(parseAmount("25.000", german)).toEqual({ ok: false, fault: { code: "AMOUNT_AMBIGUOUS" } });
    expect(parseAmount("25.5", german)).toEqual({ ok: true, amount: 25_500_000_000n });
    expect(parseAmount("25.000,0", german)).toEqual({ ok: true, amount: 25_000_000_000_000n });
  });

  it("4-3: whole amounts survive every locale's grouping, or are asked about", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999n }), locales, (whole, locale) => {
        const amount = whole * 10n ** 9n;
        const decimalSign = formatAmount(500_000_000n, { locale }).full.slice(1, 2);
        const read = parseAmount(formatAmount(amount, { locale }).full, { decimalSign });
        if (read.ok) expect(read.amount).toBe(amount);
        else expect(read.fault.code).toBe("AMOUNT_AMBIGUOUS");
      }),
    );
  });

  it("4-3: reads back what formatAmount writes, in every locale", () => {
    fc.assert(
      fc.property(amounts, locales, (amount, locale) => {
        const { full, plain } = formatAmount(amount, { locale });
        expect(parseAmount(plain)).toEqual({ ok: true, amount });
        const decimalSign = formatAmount(500_000_000n, { locale }).full.slice(1, 2);
        const read = parseAmount(full, { decimalSign });
        // Indian grouping isn't taken, and "25,000" in English could be a fraction: refused, never misread.
        if (read.ok) expect(read.amount).toBe(amount);
        else expect(["AMOUNT_AMBIGUOUS", "AMOUNT_NOT_A_NUMBER"]).toContain(read.fault.code);
      }),
    );
  });

  it("never throws, and takes nothing that holds a letter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const read = parseAmount(text);
        if (/\p{L}/u.test(text)) expect(read.ok).toBe(false);
        if (read.ok) expect(read.amount).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});

describe("basis points", () => {
  it("4-3: 0.29 % is 29 basis points", () => {
    expect(parseBps("0.29")).toEqual({ ok: true, amount: 29n });
    expect(parseBps("0,29 %")).toEqual({ ok: true, amount: 29n });
    expect(formatBps(29)).toBe("0.29 %");
    expect(parseBps("0.295")).toMatchObject({ fault: { code: "AMOUNT_TOO_PRECISE" } });
  });

  it("all of them survive", () => {
    for (let bps = 0; bps <= 10_000; bps++) expect(parseBps(formatBps(bps))).toEqual({ ok: true, amount: BigInt(bps) });
  });
});
