import { contributionPoolStates } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  defineMessages,
  EmptyState,
  formatBps,
  Pagination,
  Select,
  Table,
  useLocale,
  useT,
} from "@session/ui";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { PAGE_ROWS, useListPages } from "../data/useListPages.ts";
import { poolStateMessages } from "../features/pool/words.ts";
import { Moment } from "../parts/Moment.tsx";

const messages = defineMessages("explorer.poolsPage", {
  title: "Pools",
  why: "Contracts in which several people bring the stake of one node.",
  state: "State",
  all: "all",
  address: "Pool",
  operator: "Operator",
  fee: "Fee",
  contributed: "Brought",
  requirement: "Of",
  contributors: "Stakers",
  updated: "Changed",
  none: "No pool is like that",
});
const route = getRouteApi("/pools");

export function PoolsPage() {
  const t = useT(messages);
  const words = useT(poolStateMessages);
  const { locale } = useLocale();
  const { state = "all" } = route.useSearch();
  const navigate = useNavigate({ from: "/pools" });
  const { pages, change, cursor } = useListPages();
  const list = useAnswer(
    "listPools",
    { state, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
    { topics: ["network", "events"], keepsPrevious: true },
  );
  return (
    <>
      <PageHead title={t("title")} json={`/v1/pools?state=${state}`}>
        {t("why")}
      </PageHead>
      <div className="screen-only max-w-80">
        <Select
          label={t("state")}
          value={state}
          options={[
            { value: "all", label: t("all") },
            ...contributionPoolStates.map((name) => ({ value: name, label: words(name) })),
          ]}
          onChange={(value) => void navigate({ search: { state: value } })}
        />
      </div>
      <Answered query={list} lines={10}>
        {({ items, next }) => (
          <>
            <Table
              caption={t("title")}
              hideCaption
              csvName="pools"
              rows={items}
              rowKey={({ address }) => address}
              empty={<EmptyState title={t("none")} />}
              columns={[
                {
                  id: "address",
                  header: t("address"),
                  cell: ({ address }) => <Address value={address} href={`/pools/${address}`} />,
                  csv: ({ address }) => address,
                },
                { id: "state", header: t("state"), cell: (pool) => words(pool.state), csv: (pool) => pool.state },
                {
                  id: "operator",
                  header: t("operator"),
                  cell: ({ operator }) => <Address value={operator} href={`/address/${operator}`} />,
                  csv: ({ operator }) => operator,
                },
                {
                  id: "contributed",
                  header: t("contributed"),
                  align: "end",
                  cell: ({ contributed }) => <Amount value={BigInt(contributed)} />,
                  csv: ({ contributed }) => contributed,
                },
                {
                  id: "requirement",
                  header: t("requirement"),
                  align: "end",
                  cell: ({ stakingRequirement }) => <Amount value={BigInt(stakingRequirement)} />,
                },
                { id: "fee", header: t("fee"), align: "end", cell: ({ feeBps }) => formatBps(feeBps, locale) },
                {
                  id: "contributors",
                  header: t("contributors"),
                  align: "end",
                  cell: ({ contributors }) => contributors,
                },
                { id: "updated", header: t("updated"), cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
              ]}
            />
            <Pagination label={t("title")} pages={pages} next={next} onChange={change} />
          </>
        )}
      </Answered>
    </>
  );
}
