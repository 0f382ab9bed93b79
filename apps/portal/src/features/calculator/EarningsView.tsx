import { Amount, defineMessages, EmptyState, formatBps, useLocale, useT } from "@session/ui";
import type { ReactNode } from "react";
import { type Calculation, type RewardFigures, toEarnings, withOneMore } from "./model.ts";

const messages = defineMessages("portal.earnings", {
  title: "It would earn",
  day: "a day",
  month: "a month",
  year: "a year",
  apr: "APR of your stake",
  none: "Enter a stake and a fee",
  noneWhy: "What they earn shows here.",
  nobody: "Nobody is paid at the moment",
  nobodyWhy: "The network has no node that earns, so there is no rate to reckon with.",
  assumptions: "What this assumes",
  rate: "Today's rate stays: {perDay} a day for {nodes, plural, one {# node} other {# nodes}} that earn.",
  oneMore: "Nobody else joins. With one node more it would be {perYear} a year.",
  service: "The node serves all year, and isn't out of service.",
  simple: "Rewards aren't staked again, and network fees aren't taken off. A month is a twelfth of 365 days.",
});

export type EarningsViewProps = {
  readonly figures: RewardFigures;
  /** Undefined while what is entered isn't valid. */
  readonly calculation: Calculation | undefined;
};

/** The result, read out when it changes, and what it rests on. */
export function EarningsView({ figures, calculation }: EarningsViewProps) {
  const t = useT(messages);
  const isNobodyPaid = figures.payableNodes === 0;
  const earnings = calculation === undefined ? undefined : toEarnings(figures, calculation);
  return (
    <section className="flex flex-col gap-6">
      {isNobodyPaid && <EmptyState title={t("nobody")}>{t("nobodyWhy")}</EmptyState>}
      {!isNobodyPaid && earnings === undefined && <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>}
      <div aria-live="polite" className="empty:hidden">
        {earnings !== undefined && <Result {...earnings} />}
      </div>
      {calculation !== undefined && earnings !== undefined && (
        <Assumptions figures={figures} oneMore={toEarnings(withOneMore(figures), calculation)?.perYear ?? 0n} />
      )}
    </section>
  );
}

function Result({ perDay, perMonth, perYear, aprBps }: NonNullable<ReturnType<typeof toEarnings>>) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <div className="flex flex-col gap-4 rounded-md border border-line bg-raised p-6">
      <h2 className="text-base">{t("title")}</h2>
      <dl className="flex flex-col gap-2">
        <Line label={t("day")} value={<Amount value={perDay} />} />
        <Line label={t("month")} value={<Amount value={perMonth} />} />
        <Line label={t("year")} value={<Amount value={perYear} className="text-lg font-medium" />} />
        <Line label={t("apr")} value={formatBps(aprBps, locale)} />
      </dl>
    </div>
  );
}

function Line({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4">
      <dt className="text-muted">{label}</dt>
      <dd className="text-base">{value}</dd>
    </div>
  );
}

function Assumptions({ figures, oneMore }: { readonly figures: RewardFigures; readonly oneMore: bigint }) {
  const t = useT(messages);
  const perDay = <Amount value={figures.perDay} maxDecimals={2} />;
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-base">{t("assumptions")}</h2>
      <ul className="flex list-disc flex-col gap-1 ps-5 text-muted">
        <li>{t.rich("rate", { perDay, nodes: figures.payableNodes })}</li>
        <li>{t.rich("oneMore", { perYear: <Amount value={oneMore} maxDecimals={2} /> })}</li>
        <li>{t("service")}</li>
        <li>{t("simple")}</li>
      </ul>
    </div>
  );
}
