import type { NodeSummary } from "@session/sdk/indexer-api";
import { Duration, formatTime, useLocale, useT } from "@session/ui";
import { useNow } from "@session/web";
import { stakesMessages } from "./messages.ts";
import { nextTimeOf } from "./model.ts";

/** What happens to a node next, in the two largest units; the time itself on hover. */
export function TimeLeft({ node }: { readonly node: NodeSummary }) {
  const t = useT(stakesMessages);
  const { locale } = useLocale();
  const next = nextTimeOf(node, Math.floor(useNow() / 1_000));
  if (next === undefined) return null;
  const title = next.at === null ? undefined : formatTime(next.at, { locale }).local;
  return (
    <span className="inline-block min-w-32 max-w-60" title={title}>
      {t.rich(next.kind, { left: <Duration seconds={next.spanSec} /> })}
    </span>
  );
}
