import type { StakeAction } from "@session/sdk/indexer-api";
import { Address, Amount, formatAmount, Link, Meter, Table, Time, useLocale, useT } from "@session/ui";
import { stakesMessages } from "./messages.ts";
import type { StakedPool } from "./model.ts";

export type PoolsTableProps = {
  readonly pools: readonly StakedPool[];
  /** What the account can do there; it is done on the pool's page. */
  readonly actionsOf: (staked: StakedPool) => readonly StakeAction[];
};

/** Shown only where there are any. */
export function PoolsTable({ pools, actionsOf }: PoolsTableProps) {
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
        { id: "fill", header: t("fill"), cell: (staked) => <Fill staked={staked} /> },
        {
          id: "next",
          header: t("next"),
          cell: (staked) => <PoolActions address={staked.pool.address} actions={actionsOf(staked)} />,
        },
        { id: "role", header: t("role"), cell: ({ roles }) => roles.map((role) => t(role)).join(", ") },
        {
          id: "contribution",
          header: t("contribution"),
          align: "end",
          cell: ({ contribution }) => <Amount value={BigInt(contribution)} />,
          sortBy: ({ contribution }) => BigInt(contribution),
        },
      ]}
    />
  );
}

function Fill({ staked: { pool } }: { readonly staked: StakedPool }) {
  const t = useT(stakesMessages);
  const { locale } = useLocale();
  const [have, need] = [BigInt(pool.contributed), BigInt(pool.contributed) + BigInt(pool.remaining)];
  const write = (amount: bigint) => formatAmount(amount, { locale, maxDecimals: 2 }).text;
  const text = t("filled", { have: write(have), need: write(need) });
  return (
    <span className="block min-w-32">
      <Meter label={t("fill")} value={have} max={need} text={text} />
    </span>
  );
}

type PoolActionsProps = { readonly address: string; readonly actions: readonly StakeAction[] };

function PoolActions({ address, actions }: PoolActionsProps) {
  const t = useT(stakesMessages);
  const href = `/stake/${address}`;
  if (actions.length === 0) return <Link href={href}>{t("manage")}</Link>;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {actions.map(({ type, from, isPossible }) => (
        <span key={type} className="inline-flex flex-wrap items-baseline gap-x-2">
          <Link href={href}>{t(type as PoolActionType)}</Link>
          {!isPossible && from !== null && (
            <span className="text-xs text-muted">{t.rich("from", { time: <Time at={from} /> })}</span>
          )}
        </span>
      ))}
    </span>
  );
}

type PoolActionType = "contributeAsOperator" | "joinReserved" | "finalizePool" | "withdrawFromPool";
