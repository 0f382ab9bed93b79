import { Banner, Button, ConfirmSentence, Dialog, defineMessages, Key, useT } from "@session/ui";
import { useState } from "react";
import { useConnection, useDisconnect } from "wagmi";
import { BURNER_ID } from "../../wallet/burner.ts";
import { forgetBurnerKey, readBurnerKey } from "../../wallet/burnerKey.ts";
import { Section } from "./Section.tsx";

const messages = defineMessages("portal.settings.burner", {
  title: "Burner wallet",
  why: "Its key is kept in this browser, readable by anything that runs on this page. It is for test tokens only.",
  none: "There is no burner wallet yet: connect it once, and it is made.",
  show: "Show the key",
  showSentence: "Whoever sees this key can take everything the burner wallet holds.",
  forget: "Forget the key",
  forgetSentence: "What the burner wallet holds is lost for good, unless you have its key elsewhere.",
  forgetNodes: "Stakes and rewards of its nodes and pools are lost with it.",
  key: "The key, for another wallet to import. Keep it away from others.",
});

type Asked = "show" | "forget";

/** The burner's key: to take elsewhere, or to delete. Development networks only. */
export function BurnerSection() {
  const t = useT(messages);
  const [asked, setAsked] = useState<Asked>();
  const [shown, setShown] = useState<string>();
  const [hasKey, setHasKey] = useState(() => readBurnerKey(localStorage) !== undefined);
  const { connector } = useConnection();
  const disconnect = useDisconnect();
  const act = {
    show: () => setShown(readBurnerKey(localStorage)),
    forget: () => {
      if (connector?.id === BURNER_ID) disconnect.mutate();
      forgetBurnerKey(localStorage);
      setShown(undefined);
      setHasKey(false);
    },
  };
  const close = () => setAsked(undefined);
  return (
    <Section title={t("title")} why={t("why")}>
      {!hasKey && <p>{t("none")}</p>}
      {hasKey && (
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => setAsked("show")}>{t("show")}</Button>
          <Button onClick={() => setAsked("forget")}>{t("forget")}</Button>
        </div>
      )}
      {shown !== undefined && (
        <Banner tone="warn" title={t("key")}>
          <Key value={shown} full />
        </Banner>
      )}
      {asked !== undefined && (
        <Dialog open title={t(asked)} onOpenChange={close}>
          <ConfirmSentence
            sentence={t(`${asked}Sentence`)}
            consequences={asked === "forget" ? [{ id: "nodes", text: t("forgetNodes") }] : []}
            confirmLabel={t(asked)}
            onConfirm={() => {
              act[asked]();
              close();
            }}
            onCancel={close}
          />
        </Dialog>
      )}
    </Section>
  );
}
