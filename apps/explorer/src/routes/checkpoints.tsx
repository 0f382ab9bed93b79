import { defineMessages, Link, Pagination, Pill, Table, useLocale, useT } from "@session/ui";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { PAGE_ROWS, useListPages } from "../data/useListPages.ts";
import { heightColumn, timeColumn } from "../parts/columns.tsx";

const messages = defineMessages("explorer.checkpointsPage", {
  title: "Checkpoints",
  why: "Every few blocks all nodes sign what everybody has earned and who may leave. The L2 contract pays by it; open one to verify it yourself.",
  height: "Height",
  time: "Time",
  signed: "Signed",
  absent: "Absent",
  l2: "On the L2",
  none: "not posted",
  revoked: "revoked",
  posted: "posted",
  waiting: "too few signatures so far",
});

export function CheckpointsPage() {
  const t = useT(messages);
  const { locale } = useLocale();
  const number = new Intl.NumberFormat(locale);
  const { pages, change, cursor, isFirst } = useListPages();
  const list = useAnswer(
    "listCheckpoints",
    { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
    { topics: isFirst ? ["network"] : [], keepsPrevious: true },
  );
  return (
    <>
      <PageHead title={t("title")} json={`/v1/checkpoints?limit=${PAGE_ROWS}`}>
        {t("why")}
      </PageHead>
      <Answered query={list} lines={12}>
        {({ items, next }) => (
          <>
            <Table
              caption={t("title")}
              hideCaption
              csvName="checkpoints"
              rows={items}
              rowKey={({ height }) => String(height)}
              columns={[
                heightColumn(t("height"), "checkpoints"),
                timeColumn(t("time")),
                {
                  id: "signed",
                  header: t("signed"),
                  align: "end",
                  cell: ({ signatures }) => (signatures === null ? t("waiting") : number.format(signatures.signed)),
                  csv: ({ signatures }) => signatures?.signed,
                },
                {
                  id: "absent",
                  header: t("absent"),
                  align: "end",
                  cell: ({ signatures }) => (signatures === null ? "" : number.format(signatures.absent)),
                  csv: ({ signatures }) => signatures?.absent,
                },
                {
                  id: "l2",
                  header: t("l2"),
                  cell: ({ l2 }) =>
                    l2 === null ? (
                      <span className="text-muted">{t("none")}</span>
                    ) : (
                      <Link href={`/tx/${l2.txHash}`}>
                        {l2.revoked ? <Pill shape="cross" tone="danger" word={t("revoked")} /> : t("posted")}
                      </Link>
                    ),
                  csv: ({ l2 }) => l2?.txHash,
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
