import type { NodeSummary } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  type Column,
  Duration,
  defineMessages,
  EmptyState,
  formatAmount,
  formatBps,
  Key,
  Link,
  type Sort,
  Table,
  useLocale,
  useT,
} from "@session/ui";
import { Moment } from "../../parts/Moment.tsx";
import { NodeStates, statesText } from "../../parts/NodeStates.tsx";

const messages = defineMessages("explorer.nodesTable", {
  caption: "Nodes",
  id: "Node",
  state: "State",
  operator: "Operator",
  key: "ed25519 key",
  deposit: "Stake, SESH",
  fee: "Fee",
  contributors: "Stakers",
  credit: "May be absent for",
  registered: "Registered",
  unlock: "Unlocks",
  none: "No node is like that",
  noneWhy: "Take a filter away, or look among all states.",
});

export type NodesTableProps = {
  readonly nodes: readonly NodeSummary[];
  /** By the API, where the list has pages. */
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
};

/** Nodes, a row each. */
export function NodesTable({ nodes, sort, onSort }: NodesTableProps) {
  const t = useT(messages);
  const columns = useColumns(onSort !== undefined);
  return (
    <Table
      caption={t("caption")}
      hideCaption
      csvName="nodes"
      rows={nodes}
      rowKey={({ id }) => String(id)}
      sort={sort}
      {...(onSort === undefined ? {} : { onSort })}
      empty={<EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>}
      columns={columns}
    />
  );
}

function useColumns(sortable: boolean): readonly Column<NodeSummary>[] {
  const t = useT(messages);
  const { locale } = useLocale();
  return [
    {
      id: "id",
      header: t("id"),
      sortable,
      cell: ({ id }) => <Link href={`/nodes/${id}`}>{String(id)}</Link>,
      csv: ({ id }) => id,
    },
    { id: "state", header: t("state"), cell: (node) => <NodeStates node={node} />, csv: statesText },
    {
      id: "operator",
      header: t("operator"),
      cell: ({ operator }) => <Address value={operator} href={`/address/${operator}`} />,
      csv: ({ operator }) => operator,
    },
    { id: "key", header: t("key"), cell: ({ ed25519 }) => <Key value={ed25519} />, csv: ({ ed25519 }) => ed25519 },
    {
      id: "deposit",
      header: t("deposit"),
      align: "end",
      sortable,
      cell: ({ deposit }) => <Amount value={BigInt(deposit)} unit={null} />,
      csv: ({ deposit }) => formatAmount(BigInt(deposit)).plain,
    },
    {
      id: "fee",
      header: t("fee"),
      align: "end",
      sortable,
      cell: ({ feeBps }) => formatBps(feeBps, locale),
      csv: ({ feeBps }) => feeBps,
    },
    {
      id: "contributors",
      header: t("contributors"),
      align: "end",
      cell: ({ contributors }) => contributors,
      csv: ({ contributors }) => contributors,
    },
    {
      id: "credit",
      header: t("credit"),
      align: "end",
      sortable,
      // One that was let go has nothing to be present for.
      cell: ({ creditSec, removed }) => creditSec !== null && removed === null && <Duration seconds={creditSec} />,
      csv: ({ creditSec }) => creditSec,
    },
    {
      id: "registered",
      header: t("registered"),
      sortable,
      cell: ({ registeredAt }) => <Moment at={registeredAt} />,
      csv: ({ registeredAt }) => new Date(registeredAt * 1_000).toISOString(),
    },
    {
      id: "unlock",
      header: t("unlock"),
      sortable,
      cell: ({ unlockAt }) => unlockAt !== null && <Moment at={unlockAt} />,
      csv: ({ unlockAt }) => (unlockAt === null ? null : new Date(unlockAt * 1_000).toISOString()),
    },
  ];
}
