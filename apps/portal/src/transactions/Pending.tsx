import { Button, defineMessages, Pill, useT } from "@session/ui";
import { useNow } from "@session/web";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";
import { usePortal } from "../app/portal.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { hasFailed, isSettled, judgeUnknown } from "./model.ts";
import { type SentTransaction, sentStore } from "./sent.ts";
import { callWords, toKnownCall } from "./words.ts";

const messages = defineMessages("portal.pending", {
  label: "Your transactions in progress",
  unknown: "sent",
  lost: "the network doesn't know it",
  pending: "waits to be mined",
  mined: "mined, waits for the network",
  seen: "mined, waits for a block",
  inBlock: "in a block, waits to be final",
  failed: "failed",
  show: "Show",
  dismiss: "Dismiss",
  dismissThis: "Dismiss: {what}",
  more: "{count, plural, one {and # more} other {and # more}}",
});

const POLL_MS = 4_000;
const MOST_SHOWN = 4;

/**
 * What was sent from this browser and isn't settled, each with the way back to its page; nothing when there is nothing. One
 * that the page itself shows is left out.
 */
export function Pending() {
  const t = useT(messages);
  const { config } = usePortal();
  const store = sentStore();
  const sent = useSyncExternalStore(store.onChange, store.list);
  const shownHere = useLocation({ select: ({ search }) => (search as { tx?: string }).tx });
  const others = sent.filter(({ hash, chainId }) => chainId === config.chainId && hash !== shownHere);
  if (others.length === 0) return null;
  return (
    <section aria-label={t("label")} className="border-s-2 border-info bg-raised px-4 py-2 text-sm">
      <ul className="flex flex-col gap-1">
        {others.slice(0, MOST_SHOWN).map((one) => (
          <Row key={one.hash} sent={one} />
        ))}
      </ul>
      {others.length > MOST_SHOWN && (
        <p className="text-xs text-muted">{t("more", { count: others.length - MOST_SHOWN })}</p>
      )}
    </section>
  );
}

function Row({ sent: { hash, functionName, path, sentAtMs } }: { readonly sent: SentTransaction }) {
  const t = useT(messages);
  const call = useT(callWords);
  const follow = { topics: ["network"], everyMs: POLL_MS, isLast: isSettled } as const;
  const { data } = useAnswer("getTransactionProgress", { hash }, follow);
  const failed = data !== undefined && hasFailed(data);
  const isDone = data !== undefined && isSettled(data) && !failed;
  useEffect(() => {
    if (isDone) sentStore().forget(hash);
  }, [isDone, hash]);
  const what = call(toKnownCall(functionName));
  const facts = { sinceMs: sentAtMs, nowMs: useNow(), nonce: null, minedCount: null };
  const isLost = data?.stage === "unknown" && judgeUnknown(facts) !== undefined;
  if (isDone) return null;
  const stage = data === undefined || data.stage === "final" ? "unknown" : data.stage;
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <Pill
        shape={failed ? "cross" : "halfDisc"}
        tone={failed ? "danger" : isLost ? "warn" : "info"}
        word={`${what}: ${t(failed ? "failed" : isLost ? "lost" : stage)}`}
      />
      <Link to={path} search={{ tx: hash } as never} className="underline underline-offset-4">
        {t("show")}
      </Link>
      <Button
        variant="quiet"
        size="sm"
        aria-label={t("dismissThis", { what })}
        onClick={() => sentStore().forget(hash)}
      >
        {t("dismiss")}
      </Button>
    </li>
  );
}
