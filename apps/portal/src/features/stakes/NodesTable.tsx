import {
  Amount,
  ButtonLink,
  type Column,
  EmptyState,
  formatBps,
  Link,
  StatePill,
  Table,
  useLocale,
  useT,
} from "@session/ui";
import { type ReactNode, useState } from "react";
import { toKnownStates } from "../../data/knownState.ts";
import { stakesMessages } from "./messages.ts";
import { isOver, type StakedNode } from "./model.ts";
import { TimeLeft } from "./TimeLeft.tsx";

export type NodesTableProps = {
  readonly nodes: readonly StakedNode[];
  /** Without any, nothing more is said: what to do next stands elsewhere on the page. */
  readonly isQuiet?: boolean;
  /** Buttons for a node, where the reader may act. */
  readonly renderActions?: ((staked: StakedNode) => ReactNode) | undefined;
  /** A box to tick, where several can be acted on at once. */
  readonly renderSelect?: ((staked: StakedNode) => ReactNode) | undefined;
};

/** An account's nodes; those that left are there when asked for. */
export function NodesTable({ nodes, isQuiet = false, renderActions, renderSelect }: NodesTableProps) {
  const t = useT(stakesMessages);
  const [showsLeft, setShowsLeft] = useState(false);
  const left = nodes.filter(({ node }) => isOver(node)).length;
  const shown = showsLeft ? nodes : nodes.filter(({ node }) => !isOver(node));
  return (
    <div className="flex flex-col gap-3">
      <Table<StakedNode>
        caption={t("nodes")}
        rows={shown}
        rowKey={({ node, account }) => `${node.id}-${account}`}
        empty={isQuiet ? <p className="text-muted">{t("onlyLeft")}</p> : <NoNodes areLeft={left > 0} />}
        columns={useColumns(renderActions, renderSelect)}
      />
      {left > 0 && (
        <label className="flex min-h-6 w-fit items-center gap-2 text-muted">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={showsLeft}
            onChange={(event) => setShowsLeft(event.currentTarget.checked)}
          />
          {t("showLeft", { count: left })}
        </label>
      )}
    </div>
  );
}

function NoNodes({ areLeft }: { readonly areLeft: boolean }) {
  const t = useT(stakesMessages);
  const action = (
    <span className="flex flex-wrap justify-center gap-3">
      <ButtonLink href="/stake" variant="primary">
        {t("join")}
      </ButtonLink>
      <ButtonLink href="/register">{t("run")}</ButtonLink>
    </span>
  );
  return (
    <EmptyState title={t(areLeft ? "onlyLeft" : "noNodes")} action={action}>
      {t(areLeft ? "onlyLeftWhy" : "noNodesWhy")}
    </EmptyState>
  );
}

function useColumns(
  renderActions: NodesTableProps["renderActions"],
  renderSelect: NodesTableProps["renderSelect"],
): Column<StakedNode>[] {
  const t = useT(stakesMessages);
  const { locale } = useLocale();
  return [
    ...(renderSelect === undefined ? [] : [{ id: "select", header: t("select"), cell: renderSelect }]),
    {
      id: "node",
      header: t("node"),
      cell: ({ node }) => <Link href={`/node/${node.id}`}>{String(node.id)}</Link>,
      sortBy: ({ node }) => node.id,
    },
    {
      id: "state",
      header: t("state"),
      cell: ({ node }) => (
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          {toKnownStates(node).map((state) => (
            <StatePill key={state} state={state} />
          ))}
        </span>
      ),
      sortBy: ({ node }) => toKnownStates(node).join(" "),
    },
    { id: "time", header: t("time"), cell: ({ node }) => <TimeLeft node={node} /> },
    ...(renderActions === undefined ? [] : [{ id: "next", header: t("next"), cell: renderActions }]),
    { id: "role", header: t("role"), cell: ({ roles }) => roles.map((role) => t(role)).join(", ") },
    {
      id: "stake",
      header: t("stake"),
      align: "end",
      cell: ({ stake }) => <Amount value={BigInt(stake)} />,
      sortBy: ({ stake }) => BigInt(stake),
    },
    {
      id: "fee",
      header: t("fee"),
      align: "end",
      cell: ({ node }) => formatBps(node.feeBps, locale),
      sortBy: ({ node }) => node.feeBps,
    },
  ];
}
