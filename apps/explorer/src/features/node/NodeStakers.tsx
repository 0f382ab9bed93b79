import type { NodeDetail } from "@session/sdk/indexer-api";
import { Address, Amount, defineMessages, formatAmount, Table, useT } from "@session/ui";

const messages = defineMessages("explorer.nodeStakers", {
  caption: "Stakers",
  staker: "Staker",
  role: "Role",
  operator: "operator",
  contributor: "contributor",
  beneficiary: "Rewards go to",
  amount: "Stake",
  returns: "Returns",
});

/** Who has staked for the node. */
export function NodeStakers({ node: { id, shares } }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  return (
    <Table
      caption={t("caption")}
      hideCaption
      csvName={`node-${id}-stakers`}
      rows={shares}
      rowKey={({ position }) => String(position)}
      columns={[
        {
          id: "staker",
          header: t("staker"),
          cell: ({ staker }) => <Address value={staker} href={`/address/${staker}`} />,
          csv: ({ staker }) => staker,
        },
        { id: "role", header: t("role"), cell: ({ position }) => t(position === 0 ? "operator" : "contributor") },
        {
          id: "beneficiary",
          header: t("beneficiary"),
          cell: ({ beneficiary }) => <Address value={beneficiary} href={`/address/${beneficiary}`} />,
          csv: ({ beneficiary }) => beneficiary,
        },
        {
          id: "amount",
          header: t("amount"),
          align: "end",
          cell: ({ amount }) => <Amount value={BigInt(amount)} />,
          csv: ({ amount }) => formatAmount(BigInt(amount)).plain,
        },
        {
          id: "returns",
          header: t("returns"),
          align: "end",
          cell: ({ returns }) => <Amount value={BigInt(returns)} />,
          csv: ({ returns }) => formatAmount(BigInt(returns)).plain,
        },
      ]}
    />
  );
}
