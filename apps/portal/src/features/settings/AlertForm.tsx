import { Button, defineMessages, Field, useT } from "@session/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { getAddress, type Hex, isAddress } from "viem";
import { usePortal } from "../../app/portal.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { findUrlFault, subscriptions } from "./subscriptions.ts";

const messages = defineMessages("portal.settings.alertForm", {
  address: "Address to be told of",
  url: "URL of the webhook",
  urlHint: "Requests come from the indexer, so it must be reachable from the internet.",
  subscribe: "Subscribe",
  notAnAddress: "This is no address: it is 0x and 40 hex digits.",
  empty: "Enter where alerts are sent to.",
  notAUrl: "Enter a full address that begins with https://, without a password.",
});

export type AlertFormProps = {
  readonly suggested: string;
  /** Hears the secret, which the indexer tells this once. */
  readonly onSubscribed: (secret: Hex) => void;
};

export function AlertForm({ suggested, onSubscribed }: AlertFormProps) {
  const t = useT(messages);
  const { indexer } = usePortal();
  const [typed, setTyped] = useState<string>();
  const [url, setUrl] = useState("");
  const [isAsked, setAsked] = useState(false);
  const address = (typed ?? suggested).trim();
  const isValid = isAddress(address);
  const urlFault = findUrlFault(url);
  const subscribe = useMutation({
    mutationFn: async (input: { address: Hex; url: string }) => {
      const { id, secret } = await indexer.createAlert({ body: input });
      subscriptions.write([
        ...subscriptions.read(),
        { id: id as Hex, address: getAddress(input.address), url: input.url },
      ]);
      return secret as Hex;
    },
    onSuccess: (secret) => {
      setUrl("");
      onSubscribed(secret);
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const isWrong = !isValid || urlFault !== undefined;
        setAsked(isWrong);
        if (!isWrong) subscribe.mutate({ address, url: url.trim() });
      }}
    >
      <div className="grid w-full gap-4 md:grid-cols-2">
        <Field
          label={t("address")}
          mono
          spellCheck={false}
          autoComplete="off"
          placeholder="0x…"
          value={typed ?? suggested}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={isAsked && !isValid ? t("notAnAddress") : undefined}
        />
        <Field
          label={t("url")}
          hint={t("urlHint")}
          type="url"
          spellCheck={false}
          autoComplete="off"
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={isAsked && urlFault !== undefined ? t(urlFault) : undefined}
        />
      </div>
      <Button type="submit" busy={subscribe.isPending}>
        {t("subscribe")}
      </Button>
      <WriteError error={subscribe.error} />
    </form>
  );
}
