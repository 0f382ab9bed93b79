import type { NodeSummary } from "@session/sdk/indexer-api";
import { Duration, formatTime, useLocale, useT } from "@session/ui";
import { useChainNow } from "../../staking/useChainNow.ts";
import { stakesMessages } from "./messages.ts";
import { nextTimeOf } from "./model.ts";

/** What happens to a node next, in the two largest units; the time itself on hover. */
export function TimeLeft({ node }: { readonly node: NodeSummary }) {
  const t = useT(stakesMessages);
  const { locale } = useLocale();
  const next = nextTimeOf(node, Math.floor(useChainNow()));
  if (next === undefined) return null;
  const title = next.at === null ? undefined : formatTime(next.at, { locale }).local;
  return (
    <span className="inline-block min-w-32 max-w-60" title={title}>
      {t.rich(next.kind, { left: <Duration seconds={next.spanSec} /> })}
    </span>
  );
}
