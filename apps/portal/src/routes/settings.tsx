import { defineMessages, useT } from "@session/ui";

const messages = defineMessages("portal.settingsPage", { title: "Settings" });

export function SettingsPage() {
  const t = useT(messages);
  return <h1 className="text-xl">{t("title")}</h1>;
}
