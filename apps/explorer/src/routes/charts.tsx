import { Chart, defineMessages, Tabs, useT } from "@session/ui";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { resolutions } from "../app/search.ts";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { isNamed, toCharts, versionOf } from "../features/charts/model.ts";

const messages = defineMessages("explorer.chartsPage", {
  title: "Charts",
  resolution: "By",
  hour: "Hours, 7 days",
  day: "Days, 90 days",
  nodes: "Nodes",
  stake: "Staked",
  rewards: "Rewards due",
  decommissions: "Decommissions",
  versions: "Nodes by version of the rules they know",
  version: "version {version}",
  apr: "APR without fee",
  pool: "Reward pool",
  nodesUnit: "nodes",
  sesh: "SESH",
  count: "decommissions",
  percent: "%",
  active: "active",
  decommissioned: "decommissioned",
  joining: "joining",
  payable: "earning",
  staked: "staked",
  poolBalance: "left in the pool",
});
const route = getRouteApi("/network/history");

export function ChartsPage() {
  const t = useT(messages);
  const { resolution = "hour" } = route.useSearch();
  const navigate = useNavigate({ from: "/network/history" });
  return (
    <>
      <PageHead title={t("title")} json={`/v1/network/history?resolution=${resolution}`} />
      <Tabs
        label={t("resolution")}
        value={resolution}
        onChange={(value) => void navigate({ search: { resolution: value }, replace: true, resetScroll: false })}
        tabs={resolutions.map((value) => ({ value, label: t(value), content: <Charts resolution={value} /> }))}
      />
    </>
  );
}

function Charts({ resolution }: { readonly resolution: (typeof resolutions)[number] }) {
  const t = useT(messages);
  const history = useAnswer("getNetworkHistory", { resolution }, { topics: ["network"] });
  return (
    <Answered query={history} lines={12}>
      {({ items }) => (
        <div className="grid gap-8 md:grid-cols-2">
          {toCharts(items).map(({ name, unit, series, points }) => (
            <Chart
              key={name}
              title={t(name)}
              unit={t(unit)}
              points={points}
              csvName={`${name}-by-${resolution}`}
              series={series.map(({ id, kind }) => ({
                id,
                label: isNamed(id) ? t(id) : t("version", { version: versionOf(id) ?? "" }),
                ...(kind === undefined ? {} : { kind }),
              }))}
            />
          ))}
        </div>
      )}
    </Answered>
  );
}
