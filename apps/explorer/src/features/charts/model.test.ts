import type { NetworkPoint } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toCharts, versionOf } from "./model.ts";

const point = {
  from: 3_600,
  active: 4,
  decommissioned: 1,
  joining: 0,
  payable: 3,
  staked: "9007199254740993",
  rewards: "1",
  decommissions: 2,
  aprBps: null,
  poolBalance: null,
  versions: { "2": 1, "10": 3 } as Record<string, number>,
} as NetworkPoint;

test("amounts above 2^53 reach the chart whole, and what isn't known stays a gap", () => {
  const charts = new Map(toCharts([point]).map(({ name, points }) => [name, points[0]?.values]));
  expect(charts.get("stake")).toEqual({ staked: 9007199254740993n });
  expect(charts.get("nodes")).toEqual({ active: 4, decommissioned: 1, joining: 0, payable: 3 });
  expect(charts.get("apr")).toEqual({ apr: null });
  expect(charts.get("pool")).toEqual({ poolBalance: null });
});

test("one series for each version of the rules that nodes knew, by number", () => {
  const chart = toCharts([{ ...point, versions: { "10": 4 } }, point]).find(({ name }) => name === "versions");
  expect(chart?.series.map(({ id }) => versionOf(id))).toEqual(["2", "10"]);
  expect(chart?.points.map(({ values }) => values)).toEqual([{ v10: 4 }, { v2: 1, v10: 3 }]);
});
