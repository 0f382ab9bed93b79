import { ButtonLink, defineMessages, useT } from "@session/ui";
import { useIsOn } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { LatestEvents } from "../features/overview/LatestEvents.tsx";
import { NetworkCharts } from "../features/overview/NetworkCharts.tsx";
import { NetworkFacts } from "../features/overview/NetworkFacts.tsx";

const messages = defineMessages("portal.overview", {
  title: "The network now",
  run: "Run a node",
  mine: "My stakes",
});

export function OverviewPage() {
  const t = useT(messages);
  const network = useAnswer("getNetwork", {}, { topics: ["network"] });
  const isRegisterOn = useIsOn("register");
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <Answered query={network}>{(data) => <NetworkFacts network={data} />}</Answered>
      <div className="flex flex-wrap gap-3">
        {isRegisterOn && (
          <ButtonLink variant="primary" href="/register">
            {t("run")}
          </ButtonLink>
        )}
        <ButtonLink href="/stakes">{t("mine")}</ButtonLink>
      </div>
      <NetworkCharts />
      <LatestEvents />
    </>
  );
}
