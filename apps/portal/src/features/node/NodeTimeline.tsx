import type { TimelineEntry } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, Key, Timeline, useT } from "@session/ui";
import { keyOf, toWords } from "./model.ts";

const messages = defineMessages("portal.nodeTimeline", {
  title: "What happened to it",
  empty: "No events yet",
  emptyWhy: "Nodes that are there from the network's start have no registration of their own.",
  l2: "L2 block {block}",
  chain: "appchain block {height}",
  rejected: "refused: {message}",
  transaction: "transaction",
});

/** Everything that happened to a node on both chains, newest first. */
export function NodeTimeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const t = useT(messages);
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-base">{t("title")}</h2>
      {entries.length === 0 && <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
      <Timeline
        label={t("title")}
        entries={entries.map((entry) => ({
          id: keyOf(entry),
          at: entry.at,
          title: <span className="inline-block first-letter:uppercase">{toWords(entry.type)}</span>,
          detail: <Place entry={entry} />,
          ...(entry.l2?.outcome?.result === "rejected" ? { shape: "cross", tone: "danger" } : {}),
        }))}
      />
    </section>
  );
}

function Place({ entry: { l2, chain } }: { readonly entry: TimelineEntry }) {
  const t = useT(messages);
  return (
    <>
      {l2 !== null && (
        <>
          {t("l2", { block: l2.block })} · <Key value={l2.txHash} thing={t("transaction")} />
        </>
      )}
      {chain !== null && t("chain", { height: String(chain.height) })}
      {l2?.outcome?.result === "rejected" && (
        <span className="text-danger"> · {t("rejected", { message: l2.outcome.message ?? "" })}</span>
      )}
    </>
  );
}
