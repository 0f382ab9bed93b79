import { ButtonLink, defineMessages, useT } from "@session/ui";
import { useIsOn, usePortal } from "../app/portal.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { FirstSteps } from "../features/overview/FirstSteps.tsx";
import { LatestEvents } from "../features/overview/LatestEvents.tsx";
import { resolutionFor } from "../features/overview/model.ts";
import { NetworkCharts } from "../features/overview/NetworkCharts.tsx";
import { NetworkFacts } from "../features/overview/NetworkFacts.tsx";

const messages = defineMessages("portal.overview", {
  title: "The network now",
  stake: "Stake",
  run: "Run a node",
});

export function OverviewPage() {
  const t = useT(messages);
  const { config } = usePortal();
  const params = useAnswer("getParams", {});
  const [isRegisterOn, isPoolsOn] = [useIsOn("register"), useIsOn("pools")];
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <NetworkNow />
      <div className="flex flex-wrap gap-3">
        {isPoolsOn && (
          <ButtonLink variant="primary" href="/stake">
            {t("stake")}
          </ButtonLink>
        )}
        {isRegisterOn && <ButtonLink href="/register">{t("run")}</ButtonLink>}
      </div>
      <Answered query={params} lines={38}>
        {(values) => (
          <>
            <NetworkCharts initial={resolutionFor(values.genesisTime, Date.now())} />
            <FirstSteps
              params={values}
              hasFaucet={config.faucetUrl !== null}
              isPoolsOn={isPoolsOn}
              isRegisterOn={isRegisterOn}
            />
          </>
        )}
      </Answered>
      <LatestEvents />
    </>
  );
}

/** By itself, so that a new block draws these figures again and not the whole page. */
function NetworkNow() {
  const network = useAnswer("getNetwork", {}, { topics: ["network"] });
  return (
    // The height of what comes: nothing moves when the figures arrive.
    <div className="min-h-88 md:min-h-56">
      <Answered query={network} lines={8}>
        {(data) => <NetworkFacts network={data} />}
      </Answered>
    </div>
  );
}
