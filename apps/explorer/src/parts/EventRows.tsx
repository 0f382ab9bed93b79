import type { ContractEvent } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, Key, Link, Pill, Table, useT } from "@session/ui";
import { timeColumn } from "./columns.tsx";
import { DetailText } from "./DetailText.tsx";
import { useHappening } from "./happenings.ts";
import { NodeLink } from "./NodeLink.tsx";
import { OutcomeCell } from "./OutcomeCell.tsx";

const messages = defineMessages("explorer.eventRows", {
  event: "Event",
  time: "Time",
  contract: "Contract",
  block: "L2 block",
  details: "Details",
  tx: "Transaction",
  outcome: "On the appchain",
  notFinal: "may still be rolled back",
  unknown: "unknown event",
  none: "No events",
  checkpoint: "checkpoint {height}",
});

export type EventRowsProps = {
  readonly caption: string;
  readonly events: readonly ContractEvent[];
  readonly csvName?: string;
};

/** Contract events, with what the appchain made of them. */
export function EventRows({ caption, events, csvName }: EventRowsProps) {
  const t = useT(messages);
  const happening = useHappening();
  return (
    <Table
      caption={caption}
      hideCaption
      {...(csvName === undefined ? {} : { csvName })}
      rows={events}
      rowKey={({ blockNumber, logIndex }) => `${blockNumber}-${logIndex}`}
      empty={<EmptyState title={t("none")} />}
      columns={[
        {
          id: "event",
          header: t("event"),
          cell: ({ name }) => (
            <span className="inline-block first-letter:uppercase" title={name ?? t("unknown")}>
              {happening(name)}
            </span>
          ),
          csv: ({ name }) => name,
        },
        timeColumn(t("time")),
        {
          id: "details",
          header: t("details"),
          cell: ({ args }) => <EventDetail args={args} />,
          csv: ({ args }) => JSON.stringify(args),
        },
        {
          id: "block",
          header: t("block"),
          align: "end",
          cell: ({ blockNumber, isFinal }) =>
            isFinal ? blockNumber : <Pill shape="dashedRing" tone="neutral" word={blockNumber} title={t("notFinal")} />,
          csv: ({ blockNumber }) => blockNumber,
        },
        {
          id: "tx",
          header: t("tx"),
          cell: ({ txHash }) => <Key value={txHash} href={`/tx/${txHash}`} />,
          csv: ({ txHash }) => txHash,
        },
        {
          id: "outcome",
          header: t("outcome"),
          cell: ({ outcome }) => outcome !== null && <OutcomeCell outcome={outcome} />,
          csv: ({ outcome }) => outcome?.code ?? outcome?.result,
        },
      ]}
    />
  );
}

function EventDetail({ args }: { readonly args: ContractEvent["args"] }) {
  const t = useT(messages);
  const { id, nodeId, height } = args;
  const node = typeof id === "string" ? id : typeof nodeId === "string" ? nodeId : undefined;
  return (
    <span className="flex flex-wrap items-baseline gap-x-4">
      {node !== undefined && <NodeLink id={Number(node)} />}
      {typeof height === "string" && <Link href={`/checkpoints/${height}`}>{t("checkpoint", { height })}</Link>}
      <DetailText detail={args} without={["id", "nodeId", "height", "blsPubkey", "params", "proofOfPossession"]} />
    </span>
  );
}
