import { Banner, defineMessages, formatDuration, useLocale, useT } from "@session/ui";
import { useNow } from "@session/web";
import { useIndexerAway } from "./useIndexerAway.ts";

const messages = defineMessages("portal.indexerNotice", {
  title: "The indexer is away, read from the chain",
  why: "For {age}. Balances, nodes, stakes, claims and exits come from the contracts and from nodes; history, lists of pools and prepared registrations wait for its return.",
});

/** A hiccup needn't be told. */
const TOLD_AFTER_MS = 3_000;

/** Says on every page that the indexer doesn't answer, and what that means; nothing while it does. */
export function IndexerNotice() {
  const awaySinceMs = useIndexerAway();
  return awaySinceMs === null ? null : <Away sinceMs={awaySinceMs} />;
}

function Away({ sinceMs }: { readonly sinceMs: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const awayMs = useNow() - sinceMs;
  if (awayMs < TOLD_AFTER_MS) return null;
  return (
    <Banner tone="warn" title={t("title")}>
      {t("why", { age: formatDuration(awayMs / 1_000, locale, "long") })}
    </Banner>
  );
}
