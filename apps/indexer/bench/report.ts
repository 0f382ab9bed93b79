import type { ApiResult } from "./api/load.ts";
import type { Comparison, Round } from "./ingest/compare.ts";

type Side = { eventsPerSecond: number; ofLimit: number; overPonderWarm: number; overPonderCold: number; rssMb: number };

/** The last line of the benchmark. */
export type Summary = { readonly pg: Side; readonly pglite: Side; readonly apiP99Ms: number };

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[Math.floor(index)] ?? Number.NaN;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}

/** Of all rounds the median; ratios to what ran in the same round. Memory: the most of any. */
function middleOf({ rounds, cold }: Comparison, side: keyof Round) {
  const of = (value: (run: Round[keyof Round], round: Round) => number) =>
    median(rounds.map((each) => value(each[side], each)));
  return {
    seconds: of(({ seconds }) => seconds),
    ofLimit: of(({ seconds }, { limit }) => limit.seconds / seconds),
    overWarm: of(({ seconds }, { warm }) => warm.seconds / seconds),
    overCold: of(({ seconds }) => cold.seconds / seconds),
    cpuSeconds: of((run) => run.cpuSeconds),
    rssMb: Math.max(...rounds.map((each) => each[side].rssMb)),
  };
}

export function toSummary(comparison: Comparison, api: ApiResult): Summary {
  const sideOf = (side: "pg" | "pglite"): Side => {
    const { seconds, ofLimit, overWarm, overCold, rssMb } = middleOf(comparison, side);
    return {
      eventsPerSecond: Math.round(comparison.events / seconds),
      ofLimit: round(ofLimit),
      overPonderWarm: round(overWarm),
      overPonderCold: round(overCold),
      rssMb,
    };
  };
  return { pg: sideOf("pg"), pglite: sideOf("pglite"), apiP99Ms: round(api.all.p99, 1) };
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`));
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** From start to ready, whole processes; ratios above 1 are in our favour. */
export function ingestTable(comparison: Comparison): string {
  const { events, cold } = comparison;
  const [limit, warm] = [middleOf(comparison, "limit").seconds, middleOf(comparison, "warm").seconds];
  const ofCold = { ofLimit: limit / cold.seconds, overWarm: warm / cold.seconds, overCold: 1 };
  const row = (name: string, side: ReturnType<typeof middleOf>) => [
    name,
    side.seconds.toFixed(1),
    Math.round(events / side.seconds).toLocaleString("en-US"),
    ...[side.ofLimit, side.overWarm, side.overCold].map((ratio) => ratio.toFixed(2)),
    side.cpuSeconds.toFixed(1),
    String(side.rssMb),
  ];
  return toTable(
    ["", "s", "events/s", "of limit", "over Ponder warm", "over Ponder cold", "CPU s", "RSS MB"],
    [
      row("no database (limit)", middleOf(comparison, "limit")),
      row("PostgreSQL", middleOf(comparison, "pg")),
      row("PGlite", middleOf(comparison, "pglite")),
      row("Ponder 0.17.7 warm", middleOf(comparison, "warm")),
      row("Ponder 0.17.7 cold", { ...cold, ...ofCold }),
    ],
  );
}

export function apiTable({ routes, all }: ApiResult): string {
  const entries = [...Object.entries(routes), ["all", all] as const];
  const rows = entries.map(([name, { count, p50, p95, p99 }]) => [
    name,
    String(count),
    ...[p50, p95, p99].map((milliseconds) => milliseconds.toFixed(1)),
  ]);
  return toTable(["route", "requests", "p50 ms", "p95 ms", "p99 ms"], rows);
}
