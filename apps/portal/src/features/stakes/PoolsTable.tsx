import type { StakesResponse } from "@session/sdk/indexer-api";
import { Address, Amount, Table, useT } from "@session/ui";
import { stakesMessages } from "./messages.ts";

type StakedPool = StakesResponse["pools"][number];

/** Shown only where there are any. */
export function PoolsTable({ stakes: { pools } }: { readonly stakes: StakesResponse }) {
  const t = useT(stakesMessages);
  if (pools.length === 0) return null;
  return (
    <Table<StakedPool>
      caption={t("pools")}
      rows={pools}
      rowKey={({ pool, account }) => `${pool.address}-${account}`}
      columns={[
        {
          id: "pool",
          header: t("pool"),
          cell: ({ pool }) => <Address value={pool.address} href={`/stake/${pool.address}`} />,
        },
        { id: "state", header: t("state"), cell: ({ pool }) => t(pool.state) },
        { id: "role", header: t("role"), cell: ({ roles }) => roles.map((role) => t(role)).join(", ") },
        {
          id: "contribution",
          header: t("contribution"),
          align: "end",
          cell: ({ contribution }) => <Amount value={BigInt(contribution)} />,
        },
      ]}
    />
  );
}
