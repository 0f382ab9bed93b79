import { defineMessages, EmptyState, formatTime, Table, useLocale, useT } from "@session/ui";
import { Moment } from "../../parts/Moment.tsx";
import { type HourOfPresence, sumOf, toHeatDays } from "./heatMap.ts";

const messages = defineMessages("explorer.heatMap", {
  label: "In {present, number} of {counted, number} commits",
  cell: "{time}: {present, number} of {counted, number}",
  none: "It could not have been in a commit yet",
  legend:
    "One cell per hour (UTC), one row per day; the fuller, the more commits it was in. A cell with a frame missed some.",
  table: "Show as a table",
  hour: "Hour",
  present: "Present",
  counted: "Of",
});

const CELL = 10;
const GAP = 1;
const STEP = CELL + GAP;
const LABEL = 48;
const HEAD = 16;

/** Participation by hour: a picture whose cells are filled as far as the node was there, and the figures behind it. */
export function HeatMap({ items }: { readonly items: readonly HourOfPresence[] }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const days = toHeatDays(items);
  if (days.length === 0) return <EmptyState title={t("none")} />;
  const [width, height] = [LABEL + 24 * STEP, HEAD + days.length * STEP];
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="font-medium">{t("label", sumOf(items))}</figcaption>
      <div className="overflow-x-auto">
        <svg role="img" aria-label={t("label", sumOf(items))} width={width} height={height} className="block">
          {[0, 6, 12, 18].map((hour) => (
            <text key={hour} x={LABEL + hour * STEP} y={11} className="fill-muted text-xs">
              {hour}
            </text>
          ))}
          {days.map(({ at, hours }, row) => (
            <g key={at} transform={`translate(0 ${HEAD + row * STEP})`}>
              <text x={0} y={11} className="fill-muted text-xs">
                {day.format(at * 1_000)}
              </text>
              {hours.map((cell, hour) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the hour.
                <Cell key={hour} x={LABEL + hour * STEP} cell={cell} />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <p className="max-w-prose text-xs text-muted">{t("legend")}</p>
      <Figures items={items} />
    </figure>
  );
}

function Cell({ x, cell }: { readonly x: number; readonly cell: HourOfPresence | null }) {
  const t = useT(messages);
  const { locale } = useLocale();
  if (cell === null) return <rect x={x + 4} y={4} width={2} height={2} className="fill-line" />;
  const { hour, present, counted } = cell;
  const isWhole = present >= counted;
  // A pixel at least for whoever was there once, and one left for whoever wasn't once.
  const filled = isWhole
    ? CELL
    : present === 0
      ? 0
      : Math.min(CELL - 2, Math.max(1, Math.floor((CELL * present) / counted)));
  return (
    <g>
      <title>{t("cell", { time: formatTime(hour, { locale, timeZone: "UTC" }).local, present, counted })}</title>
      <rect x={x} y={CELL - filled} width={CELL} height={filled} className="fill-accent" />
      {!isWhole && (
        <rect
          x={x + 0.75}
          y={0.75}
          width={CELL - 1.5}
          height={CELL - 1.5}
          className="fill-none stroke-warn stroke-[1.5]"
        />
      )}
    </g>
  );
}

function Figures({ items }: { readonly items: readonly HourOfPresence[] }) {
  const t = useT(messages);
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-md text-xs text-muted hover:text-text">{t("table")}</summary>
      <div className="pt-2">
        <Table
          caption={t("label", sumOf(items))}
          hideCaption
          csvName="participation"
          scrollFrom={24}
          rows={items}
          rowKey={({ hour }) => String(hour)}
          columns={[
            {
              id: "hour",
              header: t("hour"),
              cell: ({ hour }) => <Moment at={hour} />,
              csv: ({ hour }) => new Date(hour * 1_000).toISOString(),
            },
            {
              id: "present",
              header: t("present"),
              align: "end",
              cell: ({ present }) => present,
              csv: ({ present }) => present,
            },
            {
              id: "counted",
              header: t("counted"),
              align: "end",
              cell: ({ counted }) => counted,
              csv: ({ counted }) => counted,
            },
          ]}
        />
      </div>
    </details>
  );
}
