import { defineMessages, Link, Table, useT } from "@session/ui";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { useNetworkNow } from "../data/useNetworkNow.ts";
import { OverviewFacts } from "../features/overview/OverviewFacts.tsx";
import { Age } from "../parts/Age.tsx";
import { heightColumn } from "../parts/columns.tsx";
import { EventRows } from "../parts/EventRows.tsx";
import { NodeLink } from "../parts/NodeLink.tsx";
import { Section } from "../parts/Section.tsx";

const messages = defineMessages("explorer.overviewPage", {
  title: "The network now",
  blocks: "Newest blocks",
  events: "What happened on the L2",
  all: "all",
  height: "Height",
  age: "Age",
  proposer: "Proposer",
  l2: "L2 seen up to",
  carried: "L2 events",
});
const ROWS = 8;

export function OverviewPage() {
  const t = useT(messages);
  const network = useAnswer("getNetwork", {}, { topics: ["network"] });
  const checkpoints = useAnswer("listCheckpoints", { limit: 1 }, { topics: ["network"] });
  const supply = useAnswer("getSupply", {}, { topics: ["network", "events"] });
  return (
    <>
      <PageHead title={t("title")} json="/v1/network" />
      <Answered query={network} lines={8}>
        {(data) => (
          <OverviewFacts
            network={data}
            checkpoint={checkpoints.data?.items[0]}
            circulating={supply.data?.circulating}
          />
        )}
      </Answered>
      <Section title={t("blocks")} aside={<Link href="/blocks">{t("all")}</Link>}>
        <NewestBlocks />
      </Section>
      <Section title={t("events")} aside={<Link href="/events">{t("all")}</Link>}>
        <NewestEvents />
      </Section>
    </>
  );
}

function NewestBlocks() {
  const t = useT(messages);
  const nowMs = useNetworkNow();
  const blocks = useAnswer("listBlocks", { limit: ROWS }, { topics: ["network"] });
  return (
    <Answered query={blocks} lines={ROWS}>
      {({ items }) => (
        <Table
          caption={t("blocks")}
          hideCaption
          rows={items}
          rowKey={({ height }) => String(height)}
          columns={[
            heightColumn(t("height"), "blocks"),
            { id: "age", header: t("age"), align: "end", cell: ({ time }) => <Age at={time} nowMs={nowMs} /> },
            { id: "proposer", header: t("proposer"), cell: ({ proposer }) => <NodeLink id={proposer} /> },
            { id: "l2", header: t("l2"), align: "end", cell: ({ l2Number }) => l2Number },
            { id: "carried", header: t("carried"), align: "end", cell: ({ events }) => events },
          ]}
        />
      )}
    </Answered>
  );
}

function NewestEvents() {
  const t = useT(messages);
  const events = useAnswer("listEvents", { limit: ROWS }, { topics: ["events"] });
  return (
    <Answered query={events} lines={ROWS}>
      {({ items }) => <EventRows caption={t("events")} events={items} />}
    </Answered>
  );
}
