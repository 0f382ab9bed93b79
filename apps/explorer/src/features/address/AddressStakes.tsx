import type { StakesResponse } from "@session/sdk/indexer-api";
import { Address, Amount, defineMessages, EmptyState, Table, useT } from "@session/ui";
import { NodeLink } from "../../parts/NodeLink.tsx";
import { NodeStates } from "../../parts/NodeStates.tsx";

const messages = defineMessages("explorer.addressStakes", {
  nodes: "Nodes",
  pools: "Pools",
  noNodes: "It has no stake in a node",
  node: "Node",
  state: "State",
  account: "Held by",
  roles: "Role",
  stake: "Stake",
  pool: "Pool",
  contribution: "Brought",
  operator: "operator",
  contributor: "contributor",
  beneficiary: "beneficiary",
  reserved: "reserved",
});

/** Nodes and pools an address has a part in, through its vesting contracts too. */
export function AddressStakes({ stakes: { nodes, pools } }: { readonly stakes: StakesResponse }) {
  const t = useT(messages);
  return (
    <>
      <Table
        caption={t("nodes")}
        hideCaption
        rows={nodes}
        rowKey={({ node, account }) => `${node.id}-${account}`}
        empty={<EmptyState title={t("noNodes")} />}
        columns={[
          { id: "node", header: t("node"), cell: ({ node }) => <NodeLink id={node.id} /> },
          { id: "state", header: t("state"), cell: ({ node }) => <NodeStates node={node} /> },
          { id: "roles", header: t("roles"), cell: ({ roles }) => roles.map((role) => t(role)).join(", ") },
          {
            id: "account",
            header: t("account"),
            cell: ({ account }) => <Address value={account} href={`/address/${account}`} />,
          },
          { id: "stake", header: t("stake"), align: "end", cell: ({ stake }) => <Amount value={BigInt(stake)} /> },
        ]}
      />
      {pools.length > 0 && (
        <Table
          caption={t("pools")}
          rows={pools}
          rowKey={({ pool, account }) => `${pool.address}-${account}`}
          columns={[
            {
              id: "pool",
              header: t("pool"),
              cell: ({ pool }) => <Address value={pool.address} href={`/pools/${pool.address}`} />,
            },
            { id: "roles", header: t("roles"), cell: ({ roles }) => roles.map((role) => t(role)).join(", ") },
            {
              id: "contribution",
              header: t("contribution"),
              align: "end",
              cell: ({ contribution }) => <Amount value={BigInt(contribution)} />,
            },
          ]}
        />
      )}
    </>
  );
}
