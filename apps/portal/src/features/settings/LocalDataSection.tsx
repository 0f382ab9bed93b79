import { Button, ConfirmSentence, Dialog, defineMessages, useT } from "@session/ui";
import { useState } from "react";
import { clearLocalData } from "./localData.ts";
import { Section } from "./Section.tsx";

const messages = defineMessages("portal.settings.localData", {
  title: "Data in this browser",
  why: "Theme, language, watched addresses, who acts, drafts, transactions on their way, ids of alerts. Nothing of it is sent anywhere.",
  clear: "Clear all of it",
  sentence: "Everything this site has kept in this browser is deleted, and the wallet disconnected.",
  stakes: "Stakes, rewards and transactions are on the chain; they aren't touched.",
  alerts: "Alerts go on, but can't be ended from here any more. End them first, if you want to.",
  burner: "The burner wallet's key stays. Forget it above, if you want to.",
});

export function LocalDataSection({ hasBurner }: { readonly hasBurner: boolean }) {
  const t = useT(messages);
  const [isAsked, setAsked] = useState(false);
  const lines = ["stakes", "alerts", ...(hasBurner ? ["burner" as const] : [])] as const;
  return (
    <Section title={t("title")} why={t("why")}>
      <div>
        <Button onClick={() => setAsked(true)}>{t("clear")}</Button>
      </div>
      <Dialog open={isAsked} title={t("clear")} onOpenChange={setAsked}>
        <ConfirmSentence
          sentence={t("sentence")}
          consequences={lines.map((id) => ({ id, text: t(id as "stakes" | "alerts" | "burner") }))}
          confirmLabel={t("clear")}
          onConfirm={() => {
            clearLocalData(localStorage);
            location.reload();
          }}
          onCancel={() => setAsked(false)}
        />
      </Dialog>
    </Section>
  );
}
