import { Area, Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { formatTime } from "../format/formatTime.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { type ChartPoint, type ChartSeries, timeAxisOptions, toDrawnRows, writeValue } from "../model/chartData.ts";
import type { ChartProps } from "./Chart.tsx";

const HEIGHT_PX = 240;
/** Series are told apart by dashes too; amber and red are for states only. */
const STYLES = [
  { color: "var(--color-accent)", dash: undefined, swatch: "stroke-accent" },
  { color: "var(--color-info)", dash: "6 3", swatch: "stroke-info" },
  { color: "var(--color-text)", dash: "2 3", swatch: "stroke-text" },
  { color: "var(--color-muted)", dash: "8 3 2 3", swatch: "stroke-muted" },
] as const;
const styleOf = (index: number) => STYLES[index % STYLES.length] ?? STYLES[0];
const TICK = { fill: "var(--color-muted)", fontSize: 12 };

function Swatch({ index }: { index: number }) {
  const { dash, swatch } = styleOf(index);
  return (
    <svg aria-hidden="true" viewBox="0 0 20 4" className={`h-1 w-5 stroke-2 ${swatch}`} strokeDasharray={dash}>
      <path d="M0 2h20" />
    </svg>
  );
}

/** Drawn functions, not components: Recharts looks at the types of its children. */
function drawSeries({ id, label, kind = "line" }: ChartSeries, index: number) {
  const { color, dash } = styleOf(index);
  const common = { key: id, dataKey: `s:${id}`, name: label, isAnimationActive: false };
  if (kind === "bar") return <Bar {...common} key={id} fill={color} maxBarSize={24} />;
  const line = { ...common, type: "monotone" as const, stroke: color, strokeWidth: 2, connectNulls: false };
  const dashes = dash === undefined ? {} : { strokeDasharray: dash };
  return kind === "area" ? (
    <Area {...line} {...dashes} key={id} fill={color} fillOpacity={0.12} dot={false} />
  ) : (
    <Line {...line} {...dashes} key={id} dot={false} />
  );
}

function Hover({
  point,
  series,
  unit,
}: {
  point: ChartPoint | undefined;
  series: readonly ChartSeries[];
  unit: string;
}) {
  const { locale, timeZone } = useLocale();
  if (point === undefined) return null;
  const { local } = formatTime(point.at, { locale, ...(timeZone !== undefined && { timeZone }) });
  return (
    <div className="rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-md">
      <div className="text-muted">{local}</div>
      {series.map(({ id, label, decimals = 9 }, index) => (
        <div key={id} className="flex items-center gap-2">
          <Swatch index={index} />
          {label}
          <span className="ms-auto ps-3 font-medium">
            {writeValue(point.values[id], decimals, locale) ?? "–"} {unit}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Ticks in full up to five digits, then "1.2M". */
function valueTick(locale: string): (value: number) => string {
  const full = new Intl.NumberFormat(locale, { maximumSignificantDigits: 5 });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 4 });
  return (value) => (Math.abs(value) < 100_000 ? full : compact).format(value);
}

/** The drawn part of a `Chart`; the only file that imports Recharts. */
export function ChartPlot({ title, unit, series, points }: ChartProps) {
  const { locale, direction, timeZone } = useLocale();
  const time = new Intl.DateTimeFormat(locale, {
    ...timeAxisOptions(points),
    ...(timeZone !== undefined && { timeZone }),
  });
  const tick = valueTick(locale);
  const isRtl = direction === "rtl";
  const pointAt = (at: unknown) => points.find((point) => point.at === at);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-4 text-xs text-muted">
        <span>{unit}</span>
        {series.length > 1 &&
          series.map(({ id, label }, index) => (
            <span key={id} className="flex items-center gap-1.5">
              <Swatch index={index} />
              {label}
            </span>
          ))}
      </div>
      {/* Anchors of SVG texts follow the direction; the axes are turned by hand instead. */}
      <div dir="ltr">
        <ComposedChart
          responsive
          style={{ width: "100%", height: HEIGHT_PX }}
          data={toDrawnRows(points, series)}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          title={title}
        >
          <CartesianGrid vertical={false} stroke="var(--color-line)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={["dataMin", "dataMax"]}
            reversed={isRtl}
            tickFormatter={(at: number) => time.format(at * 1000)}
            tick={TICK}
            minTickGap={32}
            tickLine={false}
            stroke="var(--color-edge)"
            padding={series.some(({ kind }) => kind === "bar") ? { left: 16, right: 16 } : {}}
          />
          <YAxis
            domain={series.every(({ kind }) => kind === undefined || kind === "line") ? ["auto", "auto"] : [0, "auto"]}
            orientation={isRtl ? "right" : "left"}
            tickFormatter={(value: number) => tick(value)}
            tick={TICK}
            width="auto"
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--color-edge)" }}
            content={({ active, label }) => (
              <Hover point={active === true ? pointAt(label) : undefined} series={series} unit={unit} />
            )}
          />
          {series.map(drawSeries)}
        </ComposedChart>
      </div>
    </div>
  );
}
