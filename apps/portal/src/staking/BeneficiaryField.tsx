import { defineMessages, Field, useT } from "@session/ui";
import { useBeneficiaryFaultWords } from "./faultWords.ts";
import { readBeneficiary } from "./readBeneficiary.ts";

const messages = defineMessages("portal.beneficiaryField", {
  label: "Rewards go to",
  hint: "Leave it empty for {account}. The stake itself always returns to the account that stakes.",
  unset: "your account",
});

export type BeneficiaryFieldProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Who receives them when nothing is entered. */
  readonly fallback: string | undefined;
  readonly refused?: readonly (string | undefined)[];
  readonly label?: string;
};

/** Who receives the rewards; empty for the account that signs. */
export function BeneficiaryField({ text, onChange, fallback, refused = [], label }: BeneficiaryFieldProps) {
  const t = useT(messages);
  const words = useBeneficiaryFaultWords();
  const read = readBeneficiary(text, refused);
  return (
    <Field
      label={label ?? t("label")}
      hint={t("hint", { account: fallback ?? t("unset") })}
      error={read.ok ? undefined : words(read.fault)}
      required={false}
      mono
      spellCheck={false}
      autoComplete="off"
      placeholder="0x…"
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
