import { Amount, defineMessages, EmptyState, formatBps, useLocale, useT } from "@session/ui";
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
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2">
        <dt className="text-muted">{t("day")}</dt>
        <dd className="text-end text-base">
          <Amount value={perDay} />
        </dd>
        <dt className="text-muted">{t("month")}</dt>
        <dd className="text-end text-base">
          <Amount value={perMonth} />
        </dd>
        <dt className="text-muted">{t("year")}</dt>
        <dd className="text-end text-lg font-medium">
          <Amount value={perYear} />
        </dd>
        <dt className="border-t border-line pt-2 text-muted">{t("apr")}</dt>
        <dd className="border-t border-line pt-2 text-end text-base">{formatBps(aprBps, locale)}</dd>
      </dl>
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
