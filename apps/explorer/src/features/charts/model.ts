import type { NetworkPoint } from "@session/sdk/indexer-api";
import type { ChartPoint, ChartSeries, ChartValue } from "@session/ui";

type NamedSeries =
  | "active"
  | "decommissioned"
  | "joining"
  | "payable"
  | "staked"
  | "rewards"
  | "decommissions"
  | "apr"
  | "poolBalance";
/** Of nodes that know this version of the rules. */
type VersionSeries = `v${string}`;
type SeriesName = NamedSeries | VersionSeries;
export type NetworkChart = {
  readonly name: "nodes" | "stake" | "rewards" | "decommissions" | "versions" | "apr" | "pool";
  readonly unit: "nodesUnit" | "sesh" | "count" | "percent";
  readonly series: readonly { readonly id: SeriesName; readonly kind?: NonNullable<ChartSeries["kind"]> }[];
  readonly points: readonly ChartPoint[];
};

/** The charts of the network's history; amounts stay base units, of which the chart knows the decimals. */
export function toCharts(items: readonly NetworkPoint[]): NetworkChart[] {
  const points = (values: (item: NetworkPoint) => Partial<Record<SeriesName, ChartValue>>): ChartPoint[] =>
    items.map((item) => ({ at: item.from, values: values(item) }));
  const amount = (text: string | null) => (text === null ? null : BigInt(text));
  return [
    {
      name: "nodes",
      unit: "nodesUnit",
      series: [{ id: "active" }, { id: "decommissioned" }, { id: "joining" }, { id: "payable" }],
      points: points(({ active, decommissioned, joining, payable }) => ({ active, decommissioned, joining, payable })),
    },
    {
      name: "stake",
      unit: "sesh",
      series: [{ id: "staked", kind: "area" }],
      points: points(({ staked }) => ({ staked: amount(staked) })),
    },
    {
      name: "rewards",
      unit: "sesh",
      series: [{ id: "rewards", kind: "bar" }],
      points: points(({ rewards }) => ({ rewards: amount(rewards) })),
    },
    {
      name: "decommissions",
      unit: "count",
      series: [{ id: "decommissions", kind: "bar" }],
      points: points(({ decommissions }) => ({ decommissions })),
    },
    {
      name: "versions",
      unit: "nodesUnit",
      series: versionsOf(items).map((version) => ({ id: `v${version}` as const, kind: "area" as const })),
      points: points(({ versions }) => toVersionValues(versions)),
    },
    {
      name: "apr",
      unit: "percent",
      series: [{ id: "apr" }],
      points: points(({ aprBps }) => ({ apr: aprBps === null ? null : aprBps / 100 })),
    },
    {
      name: "pool",
      unit: "sesh",
      series: [{ id: "poolBalance" }],
      points: points(({ poolBalance }) => ({ poolBalance: amount(poolBalance) })),
    },
  ];
}

/** Versions that any node knew at any time, the oldest first. */
export function versionsOf(items: readonly Pick<NetworkPoint, "versions">[]): string[] {
  return [...new Set(items.flatMap(({ versions }) => Object.keys(versions)))].sort((a, b) => Number(a) - Number(b));
}

function toVersionValues(versions: NetworkPoint["versions"]): Partial<Record<VersionSeries, number>> {
  return Object.fromEntries(Object.entries(versions).map(([version, nodes]) => [`v${version}` as const, nodes]));
}

/** The version whose nodes a series counts; undefined for any other series. */
export function versionOf(id: SeriesName): string | undefined {
  return /^v(\d+)$/.exec(id)?.[1];
}

export function isNamed(id: SeriesName): id is NamedSeries {
  return versionOf(id) === undefined;
}
