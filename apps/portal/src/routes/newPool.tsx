import { defineMessages, useT } from "@session/ui";

const messages = defineMessages("portal.newPoolPage", { title: "Start a pool" });

export function NewPoolPage() {
  const t = useT(messages);
  return <h1 className="text-xl">{t("title")}</h1>;
}
