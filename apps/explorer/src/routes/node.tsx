import { defineMessages, Link, Pagination, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { PAGE_ROWS, useListPages } from "../data/useListPages.ts";
import { HeatMap } from "../features/node/HeatMap.tsx";
import { NodeChecks } from "../features/node/NodeChecks.tsx";
import { NodeFacts } from "../features/node/NodeFacts.tsx";
import { NodeRewards } from "../features/node/NodeRewards.tsx";
import { NodeStakers } from "../features/node/NodeStakers.tsx";
import { NodeStates } from "../parts/NodeStates.tsx";
import { Section } from "../parts/Section.tsx";
import { TimelineList } from "../parts/TimelineList.tsx";

const messages = defineMessages("explorer.nodePage", {
  title: "Node {id}",
  participation: "Participation, 30 days",
  checks: "Proofs, test rounds and verdicts",
  obligations: "of the whole network",
  timeline: "What happened to it",
  stakers: "Who has staked for it",
  rewards: "Rewards",
  events: "L2 events",
  seeded: "It has been there from the network's start, without a registration of its own.",
});
const route = getRouteApi("/nodes/$id");

export function NodePage() {
  const t = useT(messages);
  const { id } = route.useParams();
  const known = /^\d{1,8}$/.test(id) ? ([`node:${Number(id)}`, "network"] as const) : (["network"] as const);
  const node = useAnswer("getNode", { id }, { topics: known });
  const { data } = node;
  return (
    <>
      <PageHead
        title={t("title", { id: data === undefined ? id : String(data.id) })}
        aside={data !== undefined && <NodeStates node={data} />}
        json={`/v1/nodes/${id}`}
      />
      <Answered query={node} lines={10}>
        {(detail) => (
          <>
            <NodeFacts node={detail} />
            <Section title={t("participation")}>
              <Participation id={detail.id} />
            </Section>
            <Section title={t("checks")} aside={<Link href="/obligations">{t("obligations")}</Link>}>
              <NodeChecks node={detail} />
            </Section>
            <Section title={t("rewards")}>
              <NodeRewards id={detail.id} />
            </Section>
            <Section title={t("stakers")}>
              <NodeStakers node={detail} />
            </Section>
            <Section title={t("timeline")} aside={<Link href={`/events?node=${detail.id}`}>{t("events")}</Link>}>
              <History id={detail.id} isSeeded={detail.isSeeded} />
            </Section>
          </>
        )}
      </Answered>
    </>
  );
}

function Participation({ id }: { readonly id: number }) {
  const participation = useAnswer("getNodeParticipation", { id }, { topics: ["network"] });
  return <Answered query={participation}>{({ items }) => <HeatMap items={items} />}</Answered>;
}

function History({ id, isSeeded }: { readonly id: number; readonly isSeeded: boolean }) {
  const t = useT(messages);
  const { pages, change, cursor, isFirst } = useListPages();
  const timeline = useAnswer(
    "getNodeTimeline",
    { id, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
    { topics: isFirst ? [`node:${id}`] : [], keepsPrevious: true },
  );
  return (
    <Answered query={timeline}>
      {({ items, next }) => (
        <>
          <TimelineList label={t("timeline")} entries={items} empty={isSeeded ? t("seeded") : undefined} />
          {(next !== null || !isFirst) && (
            <Pagination label={t("timeline")} pages={pages} next={next} onChange={change} />
          )}
        </>
      )}
    </Answered>
  );
}
