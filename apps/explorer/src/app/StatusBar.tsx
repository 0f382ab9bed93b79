import type { NetworkResponse } from "@session/sdk/indexer-api";
import { defineMessages, formatDuration, Pill, useLocale, useT } from "@session/ui";
import { toStatus, useNow } from "@session/web";
import { useSyncExternalStore } from "react";
import { useAnswer } from "../data/useAnswer.ts";
import { useExplorer } from "./explorer.ts";

const messages = defineMessages("explorer.statusBar", {
  label: "How current the figures are",
  height: "height {height}",
  l2: "L2 block {block}",
  lag: "{lag, plural, =0 {up to date} one {# block behind} other {# blocks behind}}",
  age: "{age} ago",
  live: "live",
  connecting: "connecting",
  idle: "connecting",
  broken: "connection lost, trying again",
  halted: "the indexer has stopped",
});

/** Appchain height, L2 lag and age, on every page. */
export function StatusBar() {
  const t = useT(messages);
  const { live } = useExplorer();
  const state = useSyncExternalStore(live.onState, live.state);
  const { data, dataUpdatedAt } = useAnswer("getNetwork", {}, { topics: ["network"] });
  const isLive = state === "live";
  return (
    <section aria-label={t("label")} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      <Pill shape={isLive ? "disc" : "ring"} tone={isLive ? "good" : "neutral"} word={t(state)} />
      {data !== undefined && <Figures network={data} readAtMs={dataUpdatedAt} />}
    </section>
  );
}

function Figures({ network, readAtMs }: { readonly network: NetworkResponse; readonly readAtMs: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { height, l2Block, l2Lag, ageSec, isHalted } = toStatus(network, readAtMs, useNow());
  return (
    <>
      <span>{t("height", { height })}</span>
      <span>{t("l2", { block: l2Block })}</span>
      <span>{t("lag", { lag: l2Lag })}</span>
      <span>{t("age", { age: formatDuration(ageSec, locale) })}</span>
      {isHalted && <Pill shape="cross" tone="danger" word={t("halted")} />}
    </>
  );
}
