import type { StakesResponse } from "@session/sdk/indexer-api";
import { Amount, ButtonLink, EmptyState, formatBps, Link, StatePill, Table, Time, useLocale, useT } from "@session/ui";
import type { ReactNode } from "react";
import { toShownState } from "../../data/shownState.ts";
import { stakesMessages } from "./messages.ts";
import { nextTimeOf } from "./model.ts";

export type StakedNode = StakesResponse["nodes"][number];
export type NodesTableProps = {
  readonly stakes: StakesResponse;
  /** Buttons for a node, where the reader may act. */
  readonly renderActions?: (staked: StakedNode) => ReactNode;
};

export function NodesTable({ stakes, renderActions }: NodesTableProps) {
  const t = useT(stakesMessages);
  const { locale } = useLocale();
  return (
    <Table<StakedNode>
      caption={t("nodes")}
      rows={stakes.nodes}
      rowKey={({ node, account }) => `${node.id}-${account}`}
      empty={
        <EmptyState title={t("noNodes")} action={<ButtonLink href="/register">{t("run")}</ButtonLink>}>
          {t("noNodesWhy")}
        </EmptyState>
      }
      columns={[
        {
          id: "node",
          header: t("node"),
          cell: ({ node }) => <Link href={`/node/${node.id}`}>{String(node.id)}</Link>,
        },
        { id: "state", header: t("state"), cell: ({ node }) => <StatePill state={toShownState(node)} /> },
        {
          id: "next",
          header: t("next"),
          cell: (staked) => (
            <span className="flex flex-wrap items-center gap-3">
              <NextTime staked={staked} />
              {renderActions?.(staked)}
            </span>
          ),
        },
        { id: "role", header: t("role"), cell: ({ roles }) => roles.map((role) => t(role)).join(", ") },
        { id: "stake", header: t("stake"), align: "end", cell: ({ stake }) => <Amount value={BigInt(stake)} /> },
        { id: "fee", header: t("fee"), align: "end", cell: ({ node }) => formatBps(node.feeBps, locale) },
      ]}
    />
  );
}

function NextTime({ staked: { node } }: { readonly staked: StakedNode }) {
  const t = useT(stakesMessages);
  const next = nextTimeOf(node);
  return next === undefined ? null : <span>{t.rich(next.kind, { time: <Time at={next.at} /> })}</span>;
}
