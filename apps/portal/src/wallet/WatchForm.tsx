import { Button, defineMessages, Field, useT } from "@session/ui";
import { useState } from "react";
import { findWatchFault, LONGEST_LABEL, useWatched } from "./watched.ts";

const messages = defineMessages("portal.watch", {
  address: "Address",
  label: "Label",
  labelHint: "What it is to you: cold wallet, grant.",
  add: "Watch",
  empty: "Enter an address: 0x and 40 hex digits.",
  notAnAddress: "This is no address: it is 0x and 40 hex digits.",
  wrongChecksum: "A letter of this address is wrong: its checksum doesn't fit. Copy it again.",
  known: "This address is watched already.",
  tooMany: "As many addresses are watched as there is room for. Remove one first.",
});

/** Adds an address to those watched in this browser. */
export function WatchForm({ onAdded }: { readonly onAdded?: (address: string) => void }) {
  const t = useT(messages);
  const { list, add } = useWatched();
  const [address, setAddress] = useState("");
  const [label, setLabel] = useState("");
  const [isAsked, setAsked] = useState(false);
  const fault = findWatchFault(list, address);
  return (
    <form
      noValidate
      className="flex flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(fault !== undefined);
        if (fault !== undefined) return;
        add(address, label);
        setAddress("");
        setLabel("");
        onAdded?.(address.trim());
      }}
    >
      <div className="grid w-full gap-4 md:grid-cols-[2fr_1fr]">
        <Field
          label={t("address")}
          mono
          spellCheck={false}
          autoComplete="off"
          placeholder="0x…"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          error={isAsked && fault !== undefined ? t(fault) : undefined}
        />
        <Field
          label={t("label")}
          hint={t("labelHint")}
          required={false}
          maxLength={LONGEST_LABEL}
          autoComplete="off"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      </div>
      <Button type="submit">{t("add")}</Button>
    </form>
  );
}
