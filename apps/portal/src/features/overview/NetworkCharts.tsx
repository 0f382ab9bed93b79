import type { NetworkPoint } from "@session/sdk/indexer-api";
import { Chart, defineMessages, Select, useT } from "@session/ui";
import { memo, useState } from "react";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { type Resolution, toNodePoints, toRewardPoints } from "./model.ts";

const messages = defineMessages("portal.networkCharts", {
  title: "Over time",
  span: "Time shown",
  hour: "7 days, by the hour",
  day: "90 days, by day",
  nodes: "Nodes",
  nodesUnit: "nodes",
  active: "active",
  decommissioned: "out of service",
  "rewards.hour": "Rewards per hour",
  "rewards.day": "Rewards per day",
  rewardsUnit: "SESH",
  due: "due",
});

/** The last days in pictures, with the figures behind them. `initial` suits the network's age. */
export function NetworkCharts({ initial }: { readonly initial: Resolution }) {
  const t = useT(messages);
  const [resolution, setResolution] = useState(initial);
  const history = useAnswer("getNetworkHistory", { resolution }, { everyMs: 60_000 });
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-lg">{t("title")}</h2>
        <Select
          label={t("span")}
          hideLabel
          value={resolution}
          onChange={setResolution}
          options={[
            { value: "hour", label: t("hour") },
            { value: "day", label: t("day") },
          ]}
        />
      </div>
      <Answered query={history} lines={19}>
        {({ items }) => <Charts items={items} resolution={resolution} />}
      </Answered>
    </section>
  );
}

type ChartsProps = { readonly items: readonly NetworkPoint[]; readonly resolution: Resolution };

/** Drawn again when the figures change, not with every block. */
const Charts = memo(function Charts({ items, resolution }: ChartsProps) {
  const t = useT(messages);
  return (
    <div className="grid gap-8 md:grid-cols-2">
      <Chart
        title={t("nodes")}
        unit={t("nodesUnit")}
        csvName="nodes"
        points={toNodePoints(items)}
        series={[
          { id: "active", label: t("active") },
          { id: "decommissioned", label: t("decommissioned") },
        ]}
      />
      <Chart
        title={t(`rewards.${resolution}`)}
        unit={t("rewardsUnit")}
        csvName="rewards"
        points={toRewardPoints(items)}
        series={[{ id: "rewards", label: t("due"), kind: "bar" }]}
      />
    </div>
  );
});
