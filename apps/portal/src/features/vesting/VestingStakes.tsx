import type { StakesResponse } from "@session/sdk/indexer-api";
import { Amount, Link, StatePill, shortenHex, Table, useT } from "@session/ui";
import { toKnownState } from "../../data/knownState.ts";
import { vestingMessages } from "./messages.ts";
import { stakesOf, type Vesting, type VestingStake } from "./model.ts";

const keyOf = (stake: VestingStake) => (stake.kind === "node" ? `node ${stake.node.id}` : stake.pool.address);

/** Nodes and pools a vesting contract has a stake in; nothing for one that never stakes. */
export function VestingStakes({ stakes, vesting }: { readonly stakes: StakesResponse; readonly vesting: Vesting }) {
  const t = useT(vestingMessages);
  if (vesting.kind === "linear") return null;
  const rows = stakesOf(stakes, vesting);
  if (rows.length === 0) return <p className="text-muted">{t("noStakes")}</p>;
  return (
    <Table<VestingStake>
      caption={t("stakes")}
      rows={rows}
      rowKey={keyOf}
      columns={[
        { id: "what", header: t("what"), cell: (stake) => <What stake={stake} /> },
        { id: "state", header: t("state"), cell: (stake) => <State stake={stake} /> },
        { id: "amount", header: t("amount"), align: "end", cell: ({ amount }) => <Amount value={amount} /> },
      ]}
    />
  );
}

function What({ stake }: { readonly stake: VestingStake }) {
  const t = useT(vestingMessages);
  if (stake.kind === "node")
    return <Link href={`/node/${stake.node.id}`}>{t("node", { id: String(stake.node.id) })}</Link>;
  const { address } = stake.pool;
  return <Link href={`/stake/${address}`}>{t("pool", { address: shortenHex(address) })}</Link>;
}

function State({ stake }: { readonly stake: VestingStake }) {
  const t = useT(vestingMessages);
  return stake.kind === "node" ? <StatePill state={toKnownState(stake.node)} /> : t(`pool.${stake.pool.state}`);
}
