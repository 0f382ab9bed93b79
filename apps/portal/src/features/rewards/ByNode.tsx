import type { RewardsOfAddress } from "@session/sdk/indexer-api";
import { Amount, formatBps, Link, Table, useLocale, useT } from "@session/ui";
import { rewardMessages } from "./messages.ts";

type Earned = RewardsOfAddress["byNode"][number];

/** What each node brought the account in all; only where there are several. */
export function ByNode({ byNode }: { readonly byNode: readonly Earned[] }) {
  const t = useT(rewardMessages);
  const { locale } = useLocale();
  if (byNode.length < 2) return null;
  const total = byNode.reduce((sum, { amountLedger }) => sum + BigInt(amountLedger), 0n);
  const shareBps = ({ amountLedger }: Earned) => (total === 0n ? 0 : Number((BigInt(amountLedger) * 10_000n) / total));
  return (
    <Table<Earned>
      caption={t("byNode")}
      rows={byNode}
      rowKey={({ nodeId }) => String(nodeId)}
      columns={[
        {
          id: "node",
          header: t("node"),
          cell: ({ nodeId }) => <Link href={`/node/${nodeId}`}>{String(nodeId)}</Link>,
          sortBy: ({ nodeId }) => nodeId,
        },
        { id: "share", header: t("share"), align: "end", cell: (earned) => formatBps(shareBps(earned), locale) },
        {
          id: "amount",
          header: t("lifetime"),
          align: "end",
          cell: ({ amount }) => <Amount value={BigInt(amount)} />,
          sortBy: ({ amountLedger }) => BigInt(amountLedger),
        },
      ]}
    />
  );
}
