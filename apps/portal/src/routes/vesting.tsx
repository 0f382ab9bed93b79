import { defineMessages, useT } from "@session/ui";

const messages = defineMessages("portal.vestingPage", { title: "Vesting" });

export function VestingPage() {
  const t = useT(messages);
  return <h1 className="text-xl">{t("title")}</h1>;
}
