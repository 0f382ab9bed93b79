import type { PoolSummary } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  ButtonLink,
  defineMessages,
  EmptyState,
  formatBps,
  Table,
  useLocale,
  useT,
} from "@session/ui";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";

const messages = defineMessages("portal.poolList", {
  caption: "Open pools",
  operator: "Operator",
  filled: "Filled",
  of: "{part} of {whole}",
  from: "From",
  fee: "Operator fee",
  people: "Contributors",
  peopleOf: "{count, number} of {most, number}",
  join: "Join",
  action: "Next step",
  empty: "No pool is open",
  emptyWhy: "Operators who share a node's stake open pools; they show here. You can also run a node alone.",
  run: "Run a node",
});

/** Pools anybody may join, newest change first. */
export function PoolList() {
  const t = useT(messages);
  const { locale } = useLocale();
  const pools = useAnswer("listPools", { state: "open" }, { topics: ["network", "events"] });
  return (
    <Answered query={pools}>
      {({ items }) => (
        <Table<PoolSummary>
          caption={t("caption")}
          rows={items}
          rowKey={({ address }) => address}
          empty={
            <EmptyState title={t("empty")} action={<ButtonLink href="/register">{t("run")}</ButtonLink>}>
              {t("emptyWhy")}
            </EmptyState>
          }
          columns={[
            { id: "operator", header: t("operator"), cell: (pool) => <Address value={pool.operator} /> },
            {
              id: "action",
              header: t("action"),
              cell: (pool) => (
                <ButtonLink size="sm" href={`/stake/${pool.address}`}>
                  {t("join")}
                </ButtonLink>
              ),
            },
            {
              id: "filled",
              header: t("filled"),
              align: "end",
              cell: (pool) =>
                t.rich("of", {
                  part: <Amount key="part" value={BigInt(pool.contributed)} unit={null} />,
                  whole: <Amount key="whole" value={BigInt(pool.stakingRequirement)} />,
                }),
            },
            {
              id: "from",
              header: t("from"),
              align: "end",
              cell: (pool) => <Amount value={BigInt(pool.minimumContribution)} />,
            },
            { id: "fee", header: t("fee"), align: "end", cell: (pool) => formatBps(pool.feeBps, locale) },
            {
              id: "people",
              header: t("people"),
              align: "end",
              cell: (pool) => t("peopleOf", { count: pool.contributors, most: pool.maxContributors }),
            },
          ]}
        />
      )}
    </Answered>
  );
}
