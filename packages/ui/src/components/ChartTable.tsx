import { SESH_DECIMALS } from "../format/formatAmount.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";
import { type ChartPoint, toExported, writeValue } from "../model/chartData.ts";
import type { ChartProps } from "./Chart.tsx";
import { Table } from "./Table.tsx";
import { Time } from "./Time.tsx";

/** The figures behind a `Chart`, exact. */
export function ChartTable({ title, unit, series, points, csvName }: ChartProps) {
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
