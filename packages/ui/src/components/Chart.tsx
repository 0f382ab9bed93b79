import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import type { ChartPoint, ChartSeries } from "../model/chartData.ts";
import { EmptyState } from "./EmptyState.tsx";
import { onPrint } from "./printPage.ts";
import { Skeleton } from "./Skeleton.tsx";

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
const ChartTable = lazy(async () => ({ default: (await import("./ChartTable.tsx")).ChartTable }));

/** True from when an element has come into view or onto paper; at once where the browser can't tell. */
function useWasSeen(ref: RefObject<Element | null>): boolean {
  const [wasSeen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (wasSeen || ref.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(ref.current);
    const end = onPrint(() => setSeen(true));
    return () => {
      end();
      observer.disconnect();
    };
  }, [ref, wasSeen]);
  return wasSeen;
}

/**
 * Figures over time with real axes, units and a table behind them. Recharts is fetched, and a chart drawn, when one comes into
 * view; the table when it is first opened.
 */
export function Chart(props: ChartProps) {
  const { title, points, empty } = props;
  const t = useUiText();
  const [isTableShown, setTableShown] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const wasSeen = useWasSeen(place);
  if (points.length === 0) return empty ?? <EmptyState title={t("chart.empty")} />;
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="text-base font-medium">{title}</figcaption>
      <div ref={place} className="min-h-64">
        {wasSeen && (
          <Suspense fallback={<div aria-hidden="true" className="h-64 animate-wait rounded-md bg-line" />}>
            <ChartPlot {...props} />
          </Suspense>
        )}
      </div>
      <details onToggle={({ currentTarget }) => currentTarget.open && setTableShown(true)}>
        <summary className="w-fit cursor-pointer rounded-md text-xs text-muted hover:text-text">
          {t("chart.table")}
        </summary>
        <div className="pt-2">
          {isTableShown && (
            <Suspense fallback={<Skeleton lines={5} />}>
              <ChartTable {...props} />
            </Suspense>
          )}
        </div>
      </details>
    </figure>
  );
}
