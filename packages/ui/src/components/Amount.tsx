import { formatAmount } from "../format/formatAmount.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";
import { CopyButton } from "./CopyButton.tsx";
import { classNames } from "./classNames.ts";

export type AmountProps = {
  /** Base units (1e-9 SESH unless `decimals` says otherwise). */
  value: bigint;
  /** "SESH" by default; `null` where a column's head names it. */
  unit?: string | null;
  decimals?: number;
  /** Decimals shown; more are cut and "≈" says so. */
  maxDecimals?: number;
  /** A button that copies the full value. */
  copy?: boolean;
  className?: string;
};

/** An amount with grouping, its unit smaller, the full value on hover and copy. Never rounds silently. */
export function Amount({ value, unit, decimals, maxDecimals, copy = false, className }: AmountProps) {
  const t = useUiText();
  const { locale } = useLocale();
  const { text, full, plain, isCut } = formatAmount(value, {
    locale,
    ...(decimals !== undefined && { decimals }),
    ...(maxDecimals !== undefined && { maxDecimals }),
  });
  const name = unit === undefined ? t("amount.unit") : unit;
  const whole = name === null ? full : t("amount.full", { amount: full, unit: name });
  return (
    <span className={classNames("inline-flex items-baseline gap-1 whitespace-nowrap", className)}>
      <data value={plain} title={isCut ? whole : undefined} dir="ltr">
        {text}
        {/* Where lines may break, the unit goes to the next one rather than out of the page. */}
        {name !== null && (
          <>
            <wbr />
            <span className="ms-1 text-[max(0.75rem,0.6em)] text-muted">{name}</span>
          </>
        )}
      </data>
      {copy && <CopyButton text={plain} thing={whole} />}
    </span>
  );
}
