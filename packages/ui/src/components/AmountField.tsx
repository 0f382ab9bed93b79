import { type ReactNode, useState } from "react";
import { formatAmount, SESH_DECIMALS } from "../format/formatAmount.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";
import { type AmountFault, type AmountLimits, checkAmount } from "../model/checkAmount.ts";
import { FieldFrame, INPUT } from "./Field.tsx";

export type AmountFieldProps = AmountLimits & {
  label: ReactNode;
  /** What is typed, as typed. The caller keeps it, so that a half-typed amount survives. */
  text: string;
  /** Called with the text and what it means; `amount` is undefined while it is no valid amount within the limits. */
  onChange: (text: string, amount: bigint | undefined) => void;
  /** The most there is to use: shows the Max button, which enters it or `max`, whichever is less. */
  available?: bigint | undefined;
  unit?: string;
  decimals?: number;
  hint?: ReactNode;
  /** Comes before the field's own errors: what the caller found. */
  error?: ReactNode;
  /** Shows errors from the start, as after a refused submit; otherwise after the first blur. */
  showErrors?: boolean;
  required?: boolean;
  disabled?: boolean;
  name?: string;
};

/** Says in words what is wrong with an amount; for forms that check by `checkAmount` themselves. */
export function useAmountFaultText(): (fault: AmountFault, text: string, unit?: string, decimals?: number) => string {
  const t = useUiText();
  const { locale } = useLocale();
  return (fault, text, unit = t("amount.unit"), decimals = SESH_DECIMALS) => {
    const write = (amount: bigint) => formatAmount(amount, { locale, decimals }).full;
    return t(`fault.${fault.code}`, {
      text,
      example: write((12_345n * 10n ** BigInt(decimals)) / 10n),
      unit,
      decimals: "decimals" in fault ? fault.decimals : decimals,
      min: "min" in fault ? write(fault.min) : "",
      max: "max" in fault ? write(fault.max) : "",
    });
  };
}

/** The sign the reader's locale writes decimals with, of the two that can be typed. */
function useDecimalSign(): "." | "," {
  const { locale } = useLocale();
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === "decimal")?.value;
  return sign === "," ? "," : ".";
}

/** A field for an amount as a decimal string, with Max, limits and errors in words. Never a float. */
export function AmountField(props: AmountFieldProps) {
  const { label, text, onChange, available, min, max, unit, decimals = SESH_DECIMALS, hint, required } = props;
  const t = useUiText();
  const { locale } = useLocale();
  const decimalSign = useDecimalSign();
  const [left, setLeft] = useState(false);
  const tell = useAmountFaultText();
  const limits = { min, max: max === undefined || (available !== undefined && available < max) ? available : max };
  const checkText = (typed: string) => checkAmount(typed, limits, { decimals, decimalSign });
  const change = (typed: string) => {
    const checked = checkText(typed);
    onChange(typed, checked.ok ? checked.amount : undefined);
  };
  const checked = checkText(text);
  const isShown = props.showErrors === true || (left && text !== "");
  const own = !checked.ok && isShown ? tell(checked.fault, text, unit, decimals) : undefined;
  const most = limits.max === undefined ? undefined : formatAmount(limits.max, { locale, decimals });
  return (
    <FieldFrame label={label} hint={hint} error={props.error ?? own} required={required} holdsPlace>
      {(control) => (
        <div dir="ltr" className="relative flex items-center">
          <input
            {...control}
            name={props.name}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            dir="ltr"
            value={text}
            disabled={props.disabled}
            onChange={(event) => change(event.currentTarget.value)}
            onBlur={() => setLeft(true)}
            className={`${INPUT} ${available === undefined ? "pe-16" : "pe-28"} text-end`}
          />
          <span className="absolute end-3 flex items-center gap-2 text-xs text-muted">
            {unit ?? t("amount.unit")}
            {available !== undefined && most !== undefined && (
              <button
                type="button"
                disabled={props.disabled}
                aria-label={t("action.maxLabel", { amount: most.full })}
                onClick={() => change(most.plain.replace(".", decimalSign))}
                className="h-6 rounded-md px-2 font-medium text-accent hover:bg-line"
              >
                {t("action.max")}
              </button>
            )}
          </span>
        </div>
      )}
    </FieldFrame>
  );
}
