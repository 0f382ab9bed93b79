import { Banner, defineMessages, useT } from "@session/ui";

const messages = defineMessages("explorer.noRounds", {
  title: "This network draws no test rounds yet",
  why: "Nodes neither send uptime proofs nor test each other under the rules in force, so there is nothing of that kind to show. Whether a node takes part is known from the commits it signed or missed; out of service is only who never said that it was ready.",
});

/** Why a place for proofs and test rounds is empty. */
export function NoRounds() {
  const t = useT(messages);
  return (
    <Banner tone="info" title={t("title")}>
      <span className="max-w-prose">{t("why")}</span>
    </Banner>
  );
}
