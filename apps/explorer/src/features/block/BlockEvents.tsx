import type { IndexedBlock } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, Key, Table, useT } from "@session/ui";
import { useHappening } from "../../parts/happenings.ts";
import { NodeLink } from "../../parts/NodeLink.tsx";
import { OutcomeCell } from "../../parts/OutcomeCell.tsx";

const messages = defineMessages("explorer.blockEvents", {
  caption: "L2 events",
  none: "This block carries no L2 events",
  kind: "Event",
  l2: "L2 block",
  tx: "Transaction",
  node: "Node",
  outcome: "Outcome",
});

/** L2 events of a block with what became of each. */
export function BlockEvents({ block }: { readonly block: IndexedBlock }) {
  const t = useT(messages);
  const happening = useHappening();
  return (
    <Table
      caption={t("caption")}
      hideCaption
      csvName={`block-${block.height}-events`}
      rows={block.l2Events}
      rowKey={({ l2Number, logIndex }) => `${l2Number}-${logIndex}`}
      empty={<EmptyState title={t("none")} />}
      columns={[
        {
          id: "kind",
          header: t("kind"),
          cell: ({ kind }) => <span className="inline-block first-letter:uppercase">{happening(kind)}</span>,
          csv: ({ kind }) => kind,
        },
        { id: "l2", header: t("l2"), align: "end", cell: ({ l2Number }) => l2Number, csv: ({ l2Number }) => l2Number },
        {
          id: "tx",
          header: t("tx"),
          cell: ({ txHash }) => <Key value={txHash} href={`/tx/${txHash}`} />,
          csv: ({ txHash }) => txHash,
        },
        {
          id: "node",
          header: t("node"),
          cell: ({ nodeId }) => nodeId !== null && <NodeLink id={nodeId} />,
          csv: ({ nodeId }) => nodeId,
        },
        {
          id: "outcome",
          header: t("outcome"),
          cell: (event) => <OutcomeCell outcome={event} />,
          csv: ({ result, code }) => code ?? result,
        },
      ]}
    />
  );
}
