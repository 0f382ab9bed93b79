import type { ApiResult } from "./api/load.ts";
import type { Comparison } from "./ingest/compare.ts";

type Side = { eventsPerSecond: number; ofLimit: number; overPonderWarm: number; overPonderCold: number; rssMb: number };

/** The last line of the benchmark. */
export type Summary = { readonly pg: Side; readonly pglite: Side; readonly apiP99Ms: number };

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export function toSummary(comparison: Comparison, api: ApiResult): Summary {
  const sideOf = ({ seconds, rssMb }: { seconds: number; rssMb: number }): Side => ({
    eventsPerSecond: Math.round(comparison.events / seconds),
    ofLimit: round(comparison.limit.seconds / seconds),
    overPonderWarm: round(comparison.warm.seconds / seconds),
    overPonderCold: round(comparison.cold.seconds / seconds),
    rssMb,
  });
  return { pg: sideOf(comparison.pg), pglite: sideOf(comparison.pglite), apiP99Ms: round(api.all.p99, 1) };
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`));
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** From start to ready, whole processes; ratios above 1 are in our favour. */
export function ingestTable({ events, limit, pg, pglite, warm, cold }: Comparison): string {
  const row = (name: string, { seconds, rssMb, cpuSeconds }: Comparison["limit" | "warm"]) => [
    name,
    seconds.toFixed(1),
    Math.round(events / seconds).toLocaleString("en-US"),
    (limit.seconds / seconds).toFixed(2),
    (warm.seconds / seconds).toFixed(2),
    (cold.seconds / seconds).toFixed(2),
    cpuSeconds.toFixed(1),
    String(rssMb),
  ];
  return toTable(
    ["", "s", "events/s", "of limit", "over Ponder warm", "over Ponder cold", "CPU s", "RSS MB"],
    [
      row("no database (limit)", limit),
      row("PostgreSQL", pg),
      row("PGlite", pglite),
      row("Ponder 0.17.7 warm", warm),
      row("Ponder 0.17.7 cold", cold),
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
