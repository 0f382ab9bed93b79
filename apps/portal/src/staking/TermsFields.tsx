import { AmountField, Choices, defineMessages, Field, formatAmount, useLocale, useT } from "@session/ui";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { amountError, useTermsFaultWords } from "./faultWords.ts";
import { mostOwnStake, type TermsRules, type TermsText } from "./terms.ts";

const messages = defineMessages("portal.termsFields", {
  ownStake: "Your own stake",
  ownHint: "From {least} SESH. Others bring the rest, up to {requirement} SESH.",
  fee: "Your fee, in per cent of the node's rewards",
  feeHint:
    "Taken from the rewards before they are shared by stake. Others see it before they join; it can't change while they are inside.",
  start: "When the pool is full",
  itself: "The node starts by itself",
  itselfWhy: "The last contribution registers it.",
  byHand: "I start it myself",
  byHandWhy: "Nothing happens until you do; until then others can take their contributions back.",
});

export type TermsFieldsProps = {
  readonly rules: TermsRules;
};

/** The operator's own stake; Max comes from its account. For forms whose values hold `TermsText`. */
export function OwnStakeField({ rules, available }: TermsFieldsProps & { readonly available: bigint | undefined }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const words = useTermsFaultWords(rules);
  const { control } = useFormContext<TermsText>();
  const reserved = useWatch({ control, name: "reserved" });
  const most = mostOwnStake(reserved, rules);
  const write = (units: bigint) => formatAmount(units, { locale }).full;
  return (
    <Controller
      control={control}
      name="ownStake"
      render={({ field, fieldState }) => (
        <AmountField
          label={t("ownStake")}
          hint={t("ownHint", { least: write(rules.operatorMinimum), requirement: write(rules.requirement) })}
          text={field.value}
          min={rules.operatorMinimum}
          max={most > 0n ? most : 0n}
          available={available}
          {...amountError(fieldState.error?.message, field.value, words)}
          onChange={(text) => field.onChange(text)}
          required
        />
      )}
    />
  );
}

/** The operator's fee, typed in per cent. */
export function FeeField({ rules }: TermsFieldsProps) {
  const t = useT(messages);
  const words = useTermsFaultWords(rules);
  const { register, formState } = useFormContext<TermsText>();
  return (
    <Field
      label={t("fee")}
      hint={t("feeHint")}
      inputMode="decimal"
      autoComplete="off"
      className="max-w-32 text-end"
      after={<span className="text-muted">%</span>}
      error={words(formState.errors.fee?.message, "fee")}
      required
      {...register("fee")}
    />
  );
}

/** Who registers the node of a full pool. */
export function StartField() {
  const t = useT(messages);
  const { control } = useFormContext<TermsText>();
  return (
    <Controller
      control={control}
      name="start"
      render={({ field }) => (
        <Choices
          label={t("start")}
          value={field.value}
          onChange={field.onChange}
          choices={[
            { value: "itself", label: t("itself"), hint: t("itselfWhy") },
            { value: "byHand", label: t("byHand"), hint: t("byHandWhy") },
          ]}
        />
      )}
    />
  );
}
