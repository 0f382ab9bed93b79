import { Amount, AmountField, Button, defineMessages, Field, useT } from "@session/ui";
import { Controller, useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { amountError, useTermsFaultWords } from "./faultWords.ts";
import { leftToReserve, type TermsRules, type TermsText } from "./terms.ts";

const messages = defineMessages("portal.reservedField", {
  title: "Places kept for others",
  why: "Only these addresses can take them, with at least the amount kept. Leave it empty to let anybody join.",
  contributor: "Address",
  amount: "Keep at least",
  add: "Keep a place",
  remove: "Remove place {number, number}",
  removeShort: "Remove",
  left: "{amount} can still be kept; {places, plural, =0 {no place} one {# place} other {# places}} left.",
});

/** Reservations: addresses and amounts. For forms whose values hold `TermsText`. */
export function ReservedField({ rules }: { readonly rules: TermsRules }) {
  const t = useT(messages);
  const words = useTermsFaultWords(rules);
  const { control, formState } = useFormContext<TermsText>();
  const { fields, append, remove } = useFieldArray({ control, name: "reserved" });
  const text = useWatch({ control }) as TermsText;
  const places = rules.maxContributors - 1 - fields.length;
  const { reserved: errors } = formState.errors;
  const whole = words(errors?.root?.message ?? errors?.message);
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-1 text-sm font-medium">{t("title")}</legend>
      <p className="text-xs text-muted">{t("why")}</p>
      {fields.map(({ id }, index) => (
        <ReservedRow key={id} index={index} rules={rules} onRemove={() => remove(index)} />
      ))}
      <p role="alert" className="text-xs text-danger empty:hidden">
        {whole}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Button size="sm" disabled={places <= 0} onClick={() => append({ contributor: "", amount: "" })}>
          {t("add")}
        </Button>
        <span className="text-xs text-muted">
          {t.rich("left", { amount: <Amount value={leftToReserve(text, rules)} />, places: Math.max(0, places) })}
        </span>
      </div>
    </fieldset>
  );
}

type ReservedRowProps = { readonly index: number; readonly rules: TermsRules; readonly onRemove: () => void };

function ReservedRow({ index, rules, onRemove }: ReservedRowProps) {
  const t = useT(messages);
  const words = useTermsFaultWords(rules);
  const { control, register, formState } = useFormContext<TermsText>();
  const errors = formState.errors.reserved?.[index];
  return (
    <div className="grid items-start gap-x-4 gap-y-2 border-s-2 border-line ps-4 md:grid-cols-[minmax(0,1fr)_14rem_auto]">
      <Field
        label={t("contributor")}
        mono
        spellCheck={false}
        autoComplete="off"
        placeholder="0x…"
        error={words(errors?.contributor?.message)}
        {...register(`reserved.${index}.contributor`)}
      />
      <Controller
        control={control}
        name={`reserved.${index}.amount`}
        render={({ field, fieldState }) => (
          <AmountField
            label={t("amount")}
            text={field.value}
            max={rules.requirement - rules.operatorMinimum}
            {...amountError(fieldState.error?.message, field.value, words)}
            onChange={(typed) => field.onChange(typed)}
          />
        )}
      />
      <Button
        size="sm"
        variant="quiet"
        className="justify-self-start md:mt-7.5"
        aria-label={t("remove", { number: index + 1 })}
        onClick={onRemove}
      >
        {t("removeShort")}
      </Button>
    </div>
  );
}
