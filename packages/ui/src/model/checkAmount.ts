import { type ParseAmountFault, type ParseAmountOptions, parseAmount } from "../format/parseAmount.ts";

export type AmountFault =
  | ParseAmountFault
  | { code: "AMOUNT_BELOW_MIN"; min: bigint }
  | { code: "AMOUNT_ABOVE_MAX"; max: bigint };

export type CheckedAmount = { ok: true; amount: bigint } | { ok: false; fault: AmountFault };

export type AmountLimits = { min?: bigint | undefined; max?: bigint | undefined };

/** Reads an amount as typed and holds it against its limits, both inclusive, in base units. */
export function checkAmount(text: string, limits: AmountLimits, options: ParseAmountOptions = {}): CheckedAmount {
  const parsed = parseAmount(text, options);
  if (!parsed.ok) return parsed;
  const { amount } = parsed;
  if (limits.min !== undefined && amount < limits.min)
    return { ok: false, fault: { code: "AMOUNT_BELOW_MIN", min: limits.min } };
  if (limits.max !== undefined && amount > limits.max)
    return { ok: false, fault: { code: "AMOUNT_ABOVE_MAX", max: limits.max } };
  return parsed;
}
