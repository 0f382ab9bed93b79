import { defineMessages, useT } from "@session/ui";

const messages = defineMessages("portal.calculatorPage", { title: "Calculator" });

export function CalculatorPage() {
  const t = useT(messages);
  return <h1 className="text-xl">{t("title")}</h1>;
}
