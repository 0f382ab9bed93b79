import type { NetworkResponse } from "@session/sdk/indexer-api";
import { defineMessages, Pill, useT } from "@session/ui";
import { toStatus, useNow } from "@session/web";
import { useSyncExternalStore } from "react";
import { useAnswer } from "../data/useAnswer.ts";
import { useIndexerAway } from "../data/useIndexerAway.ts";
import { usePortal } from "./portal.ts";

const messages = defineMessages("portal.statusBar", {
  label: "How current the figures are",
  height: "height {height}",
  l2: "L2 block {block}",
  lag: "{lag, plural, =0 {up to date} one {# block behind} other {# blocks behind}}",
  age: "{age, plural, one {# s} other {# s}} ago",
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

/** Appchain height, L2 lag and age, on every page. */
export function StatusBar() {
  const t = useT(messages);
  const { live } = usePortal();
  const state = useSyncExternalStore(live.onState, live.state);
  const isAway = useIndexerAway();
  const { data, dataUpdatedAt } = useAnswer("getNetwork", {}, { topics: ["network"] });
  return (
    <section aria-label={t("label")} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      <Pill {...LOOKS[isAway ? "away" : state]} word={t(isAway ? "away" : state)} />
      {data !== undefined && <Figures network={data} readAtMs={dataUpdatedAt} />}
    </section>
  );
}

function Figures({ network, readAtMs }: { readonly network: NetworkResponse; readonly readAtMs: number }) {
  const t = useT(messages);
  const { height, l2Block, l2Lag, ageSec, isHalted } = toStatus(network, readAtMs, useNow());
  return (
    <>
      <span>{t("height", { height })}</span>
      <span>
        {t("l2", { block: l2Block })}, {t("lag", { lag: l2Lag })}
      </span>
      <span>{t("age", { age: ageSec })}</span>
      {isHalted && <Pill shape="cross" tone="danger" word={t("halted")} />}
    </>
  );
}
