import type { TransactionEvent } from "@session/sdk/indexer-api";
import { Address, defineMessages, EmptyState, Link, Table, useT } from "@session/ui";
import { useHappening } from "../../parts/happenings.ts";
import { NodeLink } from "../../parts/NodeLink.tsx";
import { OutcomeCell } from "../../parts/OutcomeCell.tsx";

const messages = defineMessages("explorer.transactionEvents", {
  caption: "Events of the transaction",
  none: "Nothing of the network's contracts",
  event: "Event",
  contract: "Contract",
  node: "Node",
  block: "Appchain block",
  outcome: "On the appchain",
});

export function TransactionEvents({ events }: { readonly events: readonly TransactionEvent[] }) {
  const t = useT(messages);
  const happening = useHappening();
  return (
    <Table
      caption={t("caption")}
      hideCaption
      rows={events}
      rowKey={({ logIndex }) => String(logIndex)}
      empty={<EmptyState title={t("none")} />}
      columns={[
        {
          id: "event",
          header: t("event"),
          cell: ({ kind }) => <span className="inline-block first-letter:uppercase">{happening(kind)}</span>,
        },
        {
          id: "contract",
          header: t("contract"),
          cell: ({ contract }) => contract !== null && <Address value={contract} href={`/address/${contract}`} />,
        },
        { id: "node", header: t("node"), cell: ({ nodeId }) => nodeId !== null && <NodeLink id={nodeId} /> },
        {
          id: "block",
          header: t("block"),
          align: "end",
          cell: ({ height }) => height !== null && <Link href={`/blocks/${height}`}>{String(height)}</Link>,
        },
        {
          id: "outcome",
          header: t("outcome"),
          cell: ({ entersBlocks, result, code, message }) =>
            entersBlocks && <OutcomeCell outcome={result === null ? null : { result, code, message }} />,
        },
      ]}
    />
  );
}
