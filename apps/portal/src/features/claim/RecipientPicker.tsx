import { Field, Select, shortenHex, toChecksumAddress, useT } from "@session/ui";
import { useState } from "react";
import { type Hex, isAddress } from "viem";
import { claimMessages } from "./messages.ts";

export type RecipientPickerProps = {
  readonly account: Hex;
  /** Others who are paid for the account's shares. */
  readonly beneficiaries: readonly Hex[];
  /** Undefined while no whole address is entered. */
  readonly onChange: (recipient: Hex | undefined) => void;
};

const OTHER = "other";

/** Whose rewards are claimed: the reader's, those of a beneficiary of their shares, or anybody's. */
export function RecipientPicker(props: RecipientPickerProps) {
  const t = useT(claimMessages);
  // Most readers have their own rewards alone to claim.
  if (props.beneficiaries.length > 0) return <Picker {...props} />;
  return (
    <details>
      <summary className="w-fit cursor-pointer text-muted hover:text-text">{t("forOthers")}</summary>
      <div className="pt-3">
        <Picker {...props} />
      </div>
    </details>
  );
}

function Picker({ account, beneficiaries, onChange }: RecipientPickerProps) {
  const t = useT(claimMessages);
  const [chosen, setChosen] = useState<string>(account);
  const options = [
    { value: account, label: t("self", { address: shortenHex(toChecksumAddress(account)) }) },
    ...beneficiaries.map((address) => ({
      value: address,
      label: t("beneficiary", { address: shortenHex(toChecksumAddress(address)) }),
    })),
    { value: OTHER, label: t("other") },
  ];
  const choose = (value: string) => {
    setChosen(value);
    onChange(value === OTHER ? undefined : (value as Hex));
  };
  return (
    <div className="flex max-w-128 flex-col gap-3">
      <Select<string>
        label={t("recipient")}
        hint={chosen === account ? undefined : t("recipientWhy")}
        options={options}
        value={chosen}
        onChange={choose}
      />
      {chosen === OTHER && <AddressField onChange={onChange} />}
    </div>
  );
}

function AddressField({ onChange }: { readonly onChange: (recipient: Hex | undefined) => void }) {
  const t = useT(claimMessages);
  const [text, setText] = useState("");
  const isWhole = isAddress(text.trim(), { strict: false });
  return (
    <Field
      label={t("address")}
      mono
      value={text}
      spellCheck={false}
      autoComplete="off"
      error={text !== "" && !isWhole ? t("addressFault") : undefined}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        onChange(isAddress(typed.trim(), { strict: false }) ? (typed.trim() as Hex) : undefined);
      }}
    />
  );
}
