import { liquidate } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { Address, Amount, Button, defineMessages, EmptyState, Link, Table, Time, useT } from "@session/ui";
import type { Hex } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { anyNodeApi } from "../../data/nodeApis.ts";
import { type Answer, useAnswer } from "../../data/useAnswer.ts";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";

const messages = defineMessages("portal.liquidations", {
  caption: "Nodes that should have left",
  node: "Node",
  operator: "Operator",
  from: "From",
  pays: "Pays you",
  action: "Next step",
  liquidate: "Liquidate",
  empty: "Nothing to liquidate",
  emptyWhy: "Nodes the network has let go, and that nobody takes out in time, show here.",
});

type Row = Answer<"listLiquidations">["items"][number];
export type LiquidationBoardProps = {
  readonly params: ParamsResponse;
  /** True while the reader can't send: no wallet, wrong chain, switched off. */
  readonly isBlocked: boolean;
  readonly onSent: (hash: Hex) => void;
};

/** Nodes anyone may take out for a part of the operator's stake, soonest first. */
export function LiquidationBoard({ params, isBlocked, onSent }: LiquidationBoardProps) {
  const t = useT(messages);
  const query = useAnswer("listLiquidations", {}, { topics: ["network"] });
  const write = useWrite(
    (wallet, nodeId: number) =>
      liquidate(wallet, {
        contract: params.contracts.serviceNodeRewards as Hex,
        node: anyNodeApi(params.nodeApis),
        nodeId,
      }),
    onSent,
  );
  const pay = (reward: string | null) => (reward === null ? "–" : <Amount value={BigInt(reward)} />);
  return (
    <>
      <WriteError error={write.error} />
      <Answered query={query}>
        {({ items }) => (
          <Table<Row>
            caption={t("caption")}
            rows={items}
            rowKey={({ node }) => String(node.id)}
            empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
            columns={[
              {
                id: "node",
                header: t("node"),
                cell: ({ node }) => <Link href={`/node/${node.id}`}>{String(node.id)}</Link>,
              },
              {
                id: "action",
                header: t("action"),
                cell: ({ node, isPossible }) => (
                  <Button
                    size="sm"
                    busy={write.isPending && write.variables === node.id}
                    disabled={isBlocked || !isPossible}
                    onClick={() => write.mutate(node.id)}
                  >
                    {t("liquidate")}
                  </Button>
                ),
              },
              { id: "pays", header: t("pays"), align: "end", cell: (row) => pay(row.liquidatorReward) },
              { id: "from", header: t("from"), cell: ({ from }) => <Time at={from} /> },
              { id: "operator", header: t("operator"), cell: ({ operator }) => <Address value={operator} /> },
            ]}
          />
        )}
      </Answered>
    </>
  );
}
