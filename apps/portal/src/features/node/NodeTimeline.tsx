import type { TimelineEntry } from "@session/sdk/indexer-api";
import { defineMessages, EmptyState, Key, Time, useT } from "@session/ui";
import { keyOf, toWords } from "./model.ts";

const messages = defineMessages("portal.nodeTimeline", {
  title: "What happened to it",
  empty: "Nothing yet",
  l2: "L2 block {block}",
  chain: "appchain block {height}",
  rejected: "refused: {message}",
  transaction: "transaction",
});

/** Everything that happened to a node on both chains, newest first. */
export function NodeTimeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const t = useT(messages);
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-base">{t("title")}</h2>
      {entries.length === 0 && <EmptyState title={t("empty")} />}
      <ol>
        {entries.map((entry) => (
          <li key={keyOf(entry)} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2">
            <span>
              {toWords(entry.type)}{" "}
              <span className="text-xs text-muted">
                {entry.l2 !== null && (
                  <>
                    {t("l2", { block: entry.l2.block })} <Key value={entry.l2.txHash} thing={t("transaction")} />
                  </>
                )}
                {entry.chain !== null && t("chain", { height: String(entry.chain.height) })}
              </span>
              {entry.l2?.outcome?.result === "rejected" && (
                <span className="text-danger"> {t("rejected", { message: entry.l2.outcome.message ?? "" })}</span>
              )}
            </span>
            <span className="text-muted">
              <Time at={entry.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
