import type { NetworkResponse } from "@session/sdk/indexer-api";
import { defineMessages, formatDuration, Pill, useLocale, useT } from "@session/ui";
import { toStatus, useNow } from "@session/web";
import { useSyncExternalStore } from "react";
import { useAnswer } from "../data/useAnswer.ts";
import { useIndexerAway } from "../data/useIndexerAway.ts";
import { type BlockAge, toBlockAge, useSeenHeight } from "./blockAge.ts";
import { usePortal } from "./portal.ts";

const messages = defineMessages("portal.statusBar", {
  label: "How current the figures are",
  height: "height {height}",
  l2: "L2 block {block}",
  lag: "{lag, plural, =0 {up to date} one {# block behind} other {# blocks behind}}",
  age: "{age, plural, one {# s} other {# s}} ago",
  newest: "newest block {age} old",
  still: "standing still: no new block for {age}",
  live: "live",
  connecting: "connecting",
  idle: "connecting",
  broken: "connection lost, trying again",
  away: "read from the chain: the indexer is away",
  halted: "the indexer has stopped",
});

const LOOKS = {
  live: { shape: "disc", tone: "good" },
  idle: { shape: "dashedRing", tone: "neutral" },
  connecting: { shape: "dashedRing", tone: "neutral" },
  broken: { shape: "cross", tone: "danger" },
  away: { shape: "fullTriangle", tone: "warn" },
} as const;

/** Without any change nothing is heard of, and that is what has to be noticed. */
const ASK_AGAIN_MS = 30_000;

/** Appchain height, L2 lag and age, on every page. */
export function StatusBar() {
  const t = useT(messages);
  const { live } = usePortal();
  const state = useSyncExternalStore(live.onState, live.state);
  const isAway = useIndexerAway();
  const { data, dataUpdatedAt } = useAnswer("getNetwork", {}, { topics: ["network"], everyMs: ASK_AGAIN_MS });
  const shown = isAway ? "away" : state;
  return (
    <section aria-label={t("label")} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      {data === undefined ? (
        <Pill {...LOOKS[shown]} word={t(shown)} />
      ) : (
        <Figures network={data} readAtMs={dataUpdatedAt} shown={shown} />
      )}
    </section>
  );
}

type FiguresProps = {
  readonly network: NetworkResponse;
  readonly readAtMs: number;
  readonly shown: keyof typeof LOOKS;
};

function Figures({ network, readAtMs, shown }: FiguresProps) {
  const t = useT(messages);
  const nowMs = useNow();
  const { height, l2Block, l2Lag, ageSec, isHalted } = toStatus(network, readAtMs, nowMs);
  const { data: params } = useAnswer("getParams", {});
  const seen = useSeenHeight(height);
  const age = toBlockAge(seen, network.sources.chain.time, params?.durations.chain.blockIntervalSec, nowMs);
  const isLive = shown === "live";
  return (
    <>
      <Currency age={age} shown={shown} />
      <span>{t("height", { height })}</span>
      <span>
        {t("l2", { block: l2Block })}, {t("lag", { lag: l2Lag })}
      </span>
      {isLive ? <NewestBlock age={age} /> : <span>{t("age", { age: ageSec })}</span>}
      {isHalted && <Pill shape="cross" tone="danger" word={t("halted")} />}
    </>
  );
}

type CurrencyProps = { readonly age: BlockAge; readonly shown: keyof typeof LOOKS };

/** Whether changes are heard of, and whether there are any: a stream that is open is not yet a chain that moves. */
function Currency({ age: { ageSec, isStill }, shown }: CurrencyProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  if (shown !== "live" || !isStill) return <Pill {...LOOKS[shown]} word={t(shown)} />;
  return <Pill shape="fullTriangle" tone="warn" word={t("still", { age: formatDuration(ageSec, locale) })} />;
}

/** Said by the standstill, where there is one. */
function NewestBlock({ age: { ageSec, isStill } }: { readonly age: BlockAge }) {
  const t = useT(messages);
  const { locale } = useLocale();
  return isStill ? null : <span>{t("newest", { age: formatDuration(ageSec, locale) })}</span>;
}
