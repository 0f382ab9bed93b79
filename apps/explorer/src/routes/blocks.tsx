import { defineMessages, Key, Link, Pagination, Table, useLocale, useT } from "@session/ui";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { PAGE_ROWS, useListPages } from "../data/useListPages.ts";
import { useNetworkNow } from "../data/useNetworkNow.ts";
import { Age } from "../parts/Age.tsx";
import { heightColumn, timeColumn } from "../parts/columns.tsx";
import { NodeLink } from "../parts/NodeLink.tsx";

const messages = defineMessages("explorer.blocksPage", {
  title: "Blocks",
  why: "Final blocks of the appchain, newest first: each has the signatures of two thirds of its validators.",
  height: "Height",
  time: "Time",
  age: "Age",
  hash: "Hash",
  proposer: "Proposer",
  round: "Round",
  l2: "L2 seen up to",
  events: "L2 events",
  checkpoint: "Checkpoint",
  open: "open",
});

export function BlocksPage() {
  const t = useT(messages);
  const { locale } = useLocale();
  const nowMs = useNetworkNow();
  const number = new Intl.NumberFormat(locale);
  const { pages, change, cursor, isFirst } = useListPages();
  const list = useAnswer(
    "listBlocks",
    { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
    { topics: isFirst ? ["network"] : [], keepsPrevious: true },
  );
  return (
    <>
      <PageHead title={t("title")} json={`/v1/blocks?limit=${PAGE_ROWS}`}>
        {t("why")}
      </PageHead>
      <Answered query={list} lines={12}>
        {({ items, next }) => (
          <>
            <Table
              caption={t("title")}
              hideCaption
              csvName="blocks"
              rows={items}
              rowKey={({ height }) => String(height)}
              columns={[
                heightColumn(t("height"), "blocks"),
                timeColumn(t("time")),
                { id: "age", header: t("age"), align: "end", cell: ({ time }) => <Age at={time} nowMs={nowMs} /> },
                { id: "hash", header: t("hash"), cell: ({ hash }) => <Key value={hash} />, csv: ({ hash }) => hash },
                {
                  id: "proposer",
                  header: t("proposer"),
                  cell: ({ proposer }) => <NodeLink id={proposer} />,
                  csv: ({ proposer }) => proposer,
                },
                {
                  id: "round",
                  header: t("round"),
                  align: "end",
                  cell: ({ round }) => round,
                  csv: ({ round }) => round,
                },
                {
                  id: "l2",
                  header: t("l2"),
                  align: "end",
                  cell: ({ l2Number }) => l2Number,
                  csv: ({ l2Number }) => l2Number,
                },
                {
                  id: "events",
                  header: t("events"),
                  align: "end",
                  cell: ({ events }) => number.format(events),
                  csv: ({ events }) => events,
                },
                {
                  id: "checkpoint",
                  header: t("checkpoint"),
                  cell: ({ checkpoint, height }) =>
                    checkpoint && <Link href={`/checkpoints/${height}`}>{t("open")}</Link>,
                },
              ]}
            />
            <Pagination label={t("title")} pages={pages} next={next} onChange={change} />
          </>
        )}
      </Answered>
    </>
  );
}
