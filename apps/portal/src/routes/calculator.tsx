import { CopyButton, defineMessages, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { Calculator } from "../features/calculator/Calculator.tsx";

const messages = defineMessages("portal.calculatorPage", {
  title: "Calculator",
  lead: "What a stake earns, from the network's figures of now. It's a reckoning, not a promise.",
  share: "The address of this page leads back to what you entered.",
  link: "link to this calculation",
});

const route = getRouteApi("/calculator");

export function CalculatorPage() {
  const t = useT(messages);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const network = useAnswer("getNetwork", {}, { topics: ["network"] });
  const params = useAnswer("getParams", {});
  return (
    <>
      <div className="flex flex-col gap-2">
        <h1 className="text-xl">{t("title")}</h1>
        <p className="text-muted">{t("lead")}</p>
      </div>
      <Answered query={params} lines={16}>
        {(values) => (
          <Answered query={network} lines={16}>
            {(figures) => (
              <Calculator
                network={figures}
                params={values}
                search={search}
                onSearch={(changed) => void navigate({ search: changed, replace: true, resetScroll: false })}
              />
            )}
          </Answered>
        )}
      </Answered>
      <p className="flex items-center gap-1 text-xs text-muted">
        {t("share")} <CopyButton text={location.href} thing={t("link")} />
      </p>
    </>
  );
}
