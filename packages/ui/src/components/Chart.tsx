import { lazy, type ReactNode, Suspense } from "react";
import { SESH_DECIMALS } from "../format/formatAmount.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";
import { type ChartPoint, type ChartSeries, toExported, writeValue } from "../model/chartData.ts";
import { EmptyState } from "./EmptyState.tsx";
import { Table } from "./Table.tsx";
import { Time } from "./Time.tsx";

export type ChartProps = {
  title: string;
  /** Of the value axis: "SESH", "nodes". */
  unit: string;
  series: readonly ChartSeries[];
  /** Oldest first. */
  points: readonly ChartPoint[];
  /** File name of the table's export without ".csv". */
  csvName?: string;
  empty?: ReactNode;
};

const ChartPlot = lazy(async () => ({ default: (await import("./ChartPlot.tsx")).ChartPlot }));

function ChartTable({ title, unit, series, points, csvName }: ChartProps) {
  const t = useUiText();
  const { locale } = useLocale();
  return (
    <Table
      caption={title}
      hideCaption
      scrollFrom={12}
      rows={points}
      rowKey={({ at }) => String(at)}
      {...(csvName !== undefined && { csvName })}
      columns={[
        {
          id: "at",
          header: t("chart.time"),
          cell: ({ at }) => <Time at={at} />,
          sortBy: ({ at }) => at,
          csv: ({ at }) => new Date(at * 1000).toISOString(),
        },
        ...series.map(({ id, label, decimals = SESH_DECIMALS }) => ({
          id,
          header: `${label} (${unit})`,
          align: "end" as const,
          cell: ({ values }: ChartPoint) => writeValue(values[id], decimals, locale) ?? t("chart.none"),
          sortBy: ({ values }: ChartPoint) => values[id],
          csv: ({ values }: ChartPoint) => toExported(values[id], decimals),
        })),
      ]}
    />
  );
}

/** Figures over time with real axes, units and a table behind them. Recharts is fetched when the first chart is drawn. */
export function Chart(props: ChartProps) {
  const { title, points, empty } = props;
  const t = useUiText();
  if (points.length === 0) return empty ?? <EmptyState title={t("chart.empty")} />;
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="text-base font-medium">{title}</figcaption>
      <Suspense fallback={<div aria-hidden="true" className="h-60 animate-wait rounded-md bg-line" />}>
        <ChartPlot {...props} />
      </Suspense>
      <details>
        <summary className="w-fit cursor-pointer rounded-md text-xs text-muted hover:text-text">
          {t("chart.table")}
        </summary>
        <div className="pt-2">
          <ChartTable {...props} />
        </div>
      </details>
    </figure>
  );
}
