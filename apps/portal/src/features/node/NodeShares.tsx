import type { NodeDetail } from "@session/sdk/indexer-api";
import { Address, Amount, defineMessages, Table, useT } from "@session/ui";

const messages = defineMessages("portal.nodeShares", {
  caption: "Who has staked",
  staker: "Staker",
  beneficiary: "Rewards go to",
  amount: "Stake",
  returns: "Returns",
});

type Share = NodeDetail["shares"][number];

export function NodeShares({ node }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  return (
    <Table<Share>
      caption={t("caption")}
      rows={node.shares}
      rowKey={({ position }) => String(position)}
      columns={[
        {
          id: "staker",
          header: t("staker"),
          cell: (row) => <Address value={row.staker} href={`/address/${row.staker}`} />,
        },
        { id: "beneficiary", header: t("beneficiary"), cell: (row) => <Address value={row.beneficiary} /> },
        { id: "amount", header: t("amount"), align: "end", cell: (row) => <Amount value={BigInt(row.amount)} /> },
        { id: "returns", header: t("returns"), align: "end", cell: (row) => <Amount value={BigInt(row.returns)} /> },
      ]}
    />
  );
}
