import { Chart, defineMessages, useT } from "@session/ui";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { toNodePoints, toRewardPoints } from "./model.ts";

const messages = defineMessages("portal.networkCharts", {
  nodes: "Nodes by the hour",
  nodesUnit: "nodes",
  active: "active",
  decommissioned: "out of service",
  rewards: "Rewards by the hour",
  rewardsUnit: "SESH",
  due: "due",
});

/** The last days in pictures, with the figures behind them. */
export function NetworkCharts() {
  const t = useT(messages);
  const history = useAnswer("getNetworkHistory", {}, { everyMs: 60_000 });
  return (
    <Answered query={history}>
      {({ items }) => (
        <div className="grid gap-8 md:grid-cols-2">
          <Chart
            title={t("nodes")}
            unit={t("nodesUnit")}
            points={toNodePoints(items)}
            series={[
              { id: "active", label: t("active") },
              { id: "decommissioned", label: t("decommissioned") },
            ]}
          />
          <Chart
            title={t("rewards")}
            unit={t("rewardsUnit")}
            points={toRewardPoints(items)}
            series={[{ id: "rewards", label: t("due"), kind: "bar" }]}
          />
        </div>
      )}
    </Answered>
  );
}
