import type { TimelineEntry } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, Key, Link, Timeline, useT } from "@session/ui";
import { DetailText } from "./DetailText.tsx";
import { lookOf, useHappening } from "./happenings.ts";
import { OutcomeCell } from "./OutcomeCell.tsx";

const messages = defineMessages("explorer.timelineList", {
  empty: "Nothing has happened yet",
  l2: "L2 block {block}",
  chain: "block {height}",
  transaction: "transaction",
});

export type TimelineListProps = {
  readonly label: string;
  readonly entries: readonly TimelineEntry[];
  /** Why there are none. */
  readonly empty?: string | undefined;
};

const keyOf = ({ l2, chain }: TimelineEntry) =>
  l2 === null ? `chain-${chain?.height}-${chain?.seq}` : `l2-${l2.block}-${l2.logIndex}`;

/** What happened on both chains, newest first, with reasons and links. */
export function TimelineList({ label, entries, empty }: TimelineListProps) {
  const t = useT(messages);
  const happening = useHappening();
  if (entries.length === 0) return <EmptyState title={t("empty")}>{empty}</EmptyState>;
  return (
    <Timeline
      label={label}
      entries={entries.map((entry) => ({
        id: keyOf(entry),
        at: entry.at,
        title: <span className="inline-block first-letter:uppercase">{happening(entry.type)}</span>,
        detail: <Place entry={entry} />,
        ...(entry.l2?.outcome?.result === "rejected"
          ? ({ shape: "cross", tone: "danger" } as const)
          : lookOf(entry.type)),
      }))}
    />
  );
}

function Place({ entry: { l2, chain, detail } }: { readonly entry: TimelineEntry }) {
  const t = useT(messages);
  return (
    <span className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      {l2 !== null && (
        <>
          <span>{t("l2", { block: l2.block })}</span>
          <Key value={l2.txHash} href={`/tx/${l2.txHash}`} thing={t("transaction")} />
        </>
      )}
      {chain !== null && <Link href={`/blocks/${chain.height}`}>{t("chain", { height: String(chain.height) })}</Link>}
      {l2?.outcome?.result === "rejected" && <OutcomeCell outcome={l2.outcome} />}
      <DetailText detail={detail} without={["id", "node", "nodeId", "blsPubkey", "params", "contributors"]} />
    </span>
  );
}
