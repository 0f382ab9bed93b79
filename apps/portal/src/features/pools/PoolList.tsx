import type { PoolSummary } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  ButtonLink,
  type Column,
  defineMessages,
  EmptyState,
  firstPage,
  formatAmount,
  formatBps,
  Meter,
  Pagination,
  Table,
  useLocale,
  useT,
} from "@session/ui";
import type { ReactNode } from "react";
import { isAddress } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { isFiltered, isMeant, toPoolQuery } from "./query.ts";
import type { StakeSearch } from "./search.ts";

const messages = defineMessages("portal.poolList", {
  caption: "Open pools",
  count: "{count, plural, one {# pool is open} other {# pools are open}}",
  pool: "Pool",
  operator: "Operator",
  filled: "Filled",
  of: "{part} of {whole}",
  from: "From",
  room: "Takes up to",
  fee: "Fee",
  people: "People",
  peopleOf: "{count, number} of {most, number}",
  starts: "Starts",
  byHand: "by its operator",
  itself: "by itself",
  join: "Join",
  action: "Next step",
  empty: "No pool is open",
  emptyWhy: "Operators who share a node's stake open pools; they show here.",
  nothing: "Nothing fits",
  nothingWhy: "No open pool is like that. Ask for less, or start your own pool.",
  start: "Start your own pool",
  fits: "Nothing fits? Start your own pool: you bring a part of a node's stake, others the rest.",
  found: "This is a pool's address:",
  look: "go to the pool",
});

export type PoolListProps = {
  readonly search: StakeSearch;
  /** Who acts. */
  readonly account: string | undefined;
  readonly onPages: (pages: string[]) => void;
};

/** Pools anybody may join, as the filters and the order say; page by page. */
export function PoolList({ search, account, onPages }: PoolListProps) {
  const t = useT(messages);
  const pools = useAnswer("listPools", toPoolQuery(search, account), { topics: ["network", "events"] });
  const hasPages = pools.data !== undefined && (pools.data.next !== null || (search.pages ?? []).length > 0);
  const start = <ButtonLink href="/stake/new">{t("start")}</ButtonLink>;
  return (
    <div className="flex flex-col gap-4">
      <PoolByAddress q={search.q} />
      <Answered query={pools}>
        {({ items, counts }) => (
          <>
            {items.length > 0 && <p className="text-xs text-muted">{t("count", { count: counts.open ?? 0 })}</p>}
            <PoolTable
              rows={items.filter((pool) => search.q === undefined || isMeant(pool, search.q))}
              empty={
                <EmptyState title={t(isFiltered(search) ? "nothing" : "empty")} action={start}>
                  {t(isFiltered(search) ? "nothingWhy" : "emptyWhy")}
                </EmptyState>
              }
            />
            {items.length > 0 && (
              <p className="flex flex-wrap items-center gap-3 border-t border-line pt-4 text-muted">
                {t("fits")} {start}
              </p>
            )}
          </>
        )}
      </Answered>
      {hasPages && (
        <Pagination
          label={t("caption")}
          pages={[...firstPage, ...(search.pages ?? [])]}
          next={pools.data?.next}
          onChange={(pages) => onPages(pages.filter((cursor) => cursor !== null))}
        />
      )}
    </div>
  );
}

/** A whole address may be a pool's own. */
function PoolByAddress({ q }: { readonly q: string | undefined }) {
  const t = useT(messages);
  const isOn = q !== undefined && isAddress(q, { strict: false });
  const found = useAnswer("search", { q: q ?? "" }, { isOn });
  const pool = found.data?.items.find((hit) => hit.type === "pool");
  if (!isOn || pool === undefined) return null;
  return (
    <p>
      {t("found")}{" "}
      <ButtonLink size="sm" href={`/stake/${pool.address}`}>
        {t("look")}
      </ButtonLink>
    </p>
  );
}

function PoolTable({ rows, empty }: { readonly rows: readonly PoolSummary[]; readonly empty: ReactNode }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const columns: Column<PoolSummary>[] = [
    { id: "pool", header: t("pool"), cell: ({ address }) => <Address value={address} href={`/stake/${address}`} /> },
    // Second, so that narrow screens show it without scrolling.
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
      cell: (pool) => <Fill pool={pool} />,
    },
    { id: "fee", header: t("fee"), align: "end", cell: (pool) => formatBps(pool.feeBps, locale) },
    {
      id: "from",
      header: t("from"),
      align: "end",
      cell: (pool) => <Amount value={BigInt(pool.minimumContribution)} />,
    },
    {
      id: "room",
      header: t("room"),
      align: "end",
      cell: (pool) => <Amount value={BigInt(pool.maximumContribution)} />,
    },
    {
      id: "people",
      header: t("people"),
      align: "end",
      cell: (pool) => t("peopleOf", { count: pool.contributors, most: pool.maxContributors }),
    },
    { id: "starts", header: t("starts"), cell: (pool) => t(pool.manualFinalize ? "byHand" : "itself") },
    { id: "operator", header: t("operator"), cell: ({ operator }) => <Address value={operator} copy={false} /> },
  ];
  return (
    <Table
      caption={t("caption")}
      hideCaption
      rows={rows}
      rowKey={({ address }) => address}
      empty={empty}
      columns={columns}
    />
  );
}

function Fill({ pool: { contributed, stakingRequirement } }: { readonly pool: PoolSummary }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const write = (units: string) => formatAmount(BigInt(units), { locale }).text;
  return (
    <div className="min-w-44">
      <Meter
        label={<span className="sr-only">{t("filled")}</span>}
        value={BigInt(contributed)}
        max={BigInt(stakingRequirement)}
        text={t("of", { part: write(contributed), whole: write(stakingRequirement) })}
      />
    </div>
  );
}
