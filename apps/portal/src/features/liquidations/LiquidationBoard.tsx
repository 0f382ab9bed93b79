import type { ParamsResponse } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  type Column,
  defineMessages,
  EmptyState,
  Link,
  StatePill,
  Table,
  Time,
  useT,
} from "@session/ui";
import type { RouteAnswer } from "@session/web";
import { toShownState } from "@session/web";
import type { Hex } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { LiquidateButton } from "./LiquidateButton.tsx";

const messages = defineMessages("portal.liquidations", {
  caption: "Nodes that should have left",
  node: "Node",
  state: "State",
  operator: "Operator",
  from: "From",
  pays: "Pays you",
  pool: "To the pool",
  action: "Next step",
  empty: "Nothing to liquidate",
  emptyWhy: "Nodes the network has let go, and that nobody takes out in time, show here.",
  nodes: "See the network's figures",
  more: "There are more; these come first.",
});

type Row = RouteAnswer<"listLiquidations">["items"][number];
export type LiquidationBoardProps = {
  readonly params: ParamsResponse;
  readonly onSent: (hash: Hex) => void;
};

const MOST_SHOWN = 200;

/** Nodes anyone may take out for a part of the operator's stake, soonest first. */
export function LiquidationBoard({ params, onSent }: LiquidationBoardProps) {
  const t = useT(messages);
  const query = useAnswer("listLiquidations", { limit: MOST_SHOWN }, { topics: ["network"] });
  const columns = useColumns({ params, onSent });
  return (
    <Answered query={query}>
      {({ items, next }) => (
        <>
          <Table<Row>
            caption={t("caption")}
            rows={items}
            rowKey={({ node }) => String(node.id)}
            empty={
              <EmptyState title={t("empty")} action={<Link href="/">{t("nodes")}</Link>}>
                {t("emptyWhy")}
              </EmptyState>
            }
            columns={columns}
          />
          {next !== null && <p className="text-xs text-muted">{t("more")}</p>}
        </>
      )}
    </Answered>
  );
}

function useColumns({ params, onSent }: LiquidationBoardProps): Column<Row>[] {
  const t = useT(messages);
  const amountOf = (units: string | null) => (units === null ? "–" : <Amount value={BigInt(units)} />);
  const action = ({ isPossible, waitsForCheckpoint, ...row }: Row) => (
    <LiquidateButton of={toLiquidation(row)} {...{ isPossible, waitsForCheckpoint, params, onSent }} />
  );
  return [
    {
      id: "node",
      header: t("node"),
      cell: ({ node }) => <Link href={`/node/${node.id}`}>{String(node.id)}</Link>,
      sortBy: ({ node }) => node.id,
    },
    { id: "action", header: t("action"), cell: action },
    {
      id: "pays",
      header: t("pays"),
      align: "end",
      cell: (row) => amountOf(row.liquidatorReward),
      sortBy: (row) => BigInt(row.liquidatorReward ?? "0"),
    },
    { id: "from", header: t("from"), cell: ({ from }) => <Time at={from} />, sortBy: ({ from }) => from },
    { id: "state", header: t("state"), cell: ({ node }) => <StatePill state={toShownState(node)} /> },
    { id: "pool", header: t("pool"), align: "end", cell: (row) => amountOf(row.poolPenalty) },
    {
      id: "operator",
      header: t("operator"),
      cell: ({ operator }) => <Address value={operator} href={`/address/${operator}`} />,
    },
  ];
}

function toLiquidation({
  node,
  liquidatorReward,
  poolPenalty,
  lockedUntil,
}: Omit<Row, "isPossible" | "waitsForCheckpoint">) {
  const units = (amount: string | null) => (amount === null ? null : BigInt(amount));
  return { nodeId: node.id, reward: units(liquidatorReward), poolPenalty: units(poolPenalty), lockedUntil };
}
