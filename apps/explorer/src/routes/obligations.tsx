import { Chart, defineMessages, EmptyState, Link, useT } from "@session/ui";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { toCharts } from "../features/charts/model.ts";
import { NodesTable } from "../features/nodes/NodesTable.tsx";
import { NoRounds } from "../parts/NoRounds.tsx";
import { Section } from "../parts/Section.tsx";

const messages = defineMessages("explorer.obligationsPage", {
  title: "Obligations",
  why: "What nodes owe the network: to be there, to sign, to answer. Who fails is taken out of service, and let go if that lasts.",
  out: "Out of service now",
  all: "all",
  none: "Every node is in service",
  history: "By hour",
  decommissions: "Decommissions",
  unit: "decommissions",
  charts: "all charts",
});
const ROWS = 50;

export function ObligationsPage() {
  const t = useT(messages);
  return (
    <>
      <PageHead title={t("title")} json="/v1/nodes?state=decommissioned">
        {t("why")}
      </PageHead>
      <NoRounds />
      <Section title={t("out")} aside={<Link href="/nodes?state=decommissioned">{t("all")}</Link>}>
        <OutOfService />
      </Section>
      <Section title={t("history")} aside={<Link href="/network/history">{t("charts")}</Link>}>
        <Decommissions />
      </Section>
    </>
  );
}

function OutOfService() {
  const t = useT(messages);
  const nodes = useAnswer("listNodes", { state: "decommissioned", limit: ROWS }, { topics: ["network"] });
  return (
    <Answered query={nodes}>
      {({ items }) => (items.length === 0 ? <EmptyState title={t("none")} /> : <NodesTable nodes={items} />)}
    </Answered>
  );
}

function Decommissions() {
  const t = useT(messages);
  const history = useAnswer("getNetworkHistory", { resolution: "hour" }, { topics: ["network"] });
  return (
    <Answered query={history} lines={8}>
      {({ items }) => (
        <Chart
          title={t("decommissions")}
          unit={t("unit")}
          csvName="decommissions-by-hour"
          series={[{ id: "decommissions", label: t("unit"), kind: "bar" }]}
          points={toCharts(items).find(({ name }) => name === "decommissions")?.points ?? []}
        />
      )}
    </Answered>
  );
}
