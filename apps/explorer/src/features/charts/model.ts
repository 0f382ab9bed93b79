import type { NetworkPoint } from "@session/sdk/indexer-api";
import type { ChartPoint, ChartSeries, ChartValue } from "@session/ui";

type SeriesName =
  | "active"
  | "decommissioned"
  | "joining"
  | "payable"
  | "staked"
  | "rewards"
  | "decommissions"
  | "apr"
  | "poolBalance";
export type NetworkChart = {
  readonly name: "nodes" | "stake" | "rewards" | "decommissions" | "apr" | "pool";
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
