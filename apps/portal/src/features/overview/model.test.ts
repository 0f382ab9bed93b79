import type { ContractEvent, NetworkPoint } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toHappenings, toNodePoints, toRewardPoints } from "./model.ts";

const event = (name: string | null, args: ContractEvent["args"] = {}) =>
  ({ name, args, time: 5, blockNumber: "9", logIndex: 2 }) as ContractEvent;

test("events that say nothing to people are left out, names of objects' own too", () => {
  expect(toHappenings([event("CheckpointSubmitted"), event(null), event("toString")])).toEqual([]);
  expect(toHappenings([event("NewServiceNode", { id: "7" })])).toEqual([
    { key: "9-2", kind: "joined", at: 5, nodeId: "7" },
  ]);
});

test("amounts above 2^53 reach the chart whole", () => {
  const point = { from: 1, active: 3, decommissioned: 0, rewards: "9007199254740993" } as NetworkPoint;
  expect(toRewardPoints([point])).toEqual([{ at: 1, values: { rewards: 9007199254740993n } }]);
  expect(toNodePoints([point])).toEqual([{ at: 1, values: { active: 3, decommissioned: 0 } }]);
});
