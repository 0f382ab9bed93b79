import type { ContractEvent, NetworkPoint } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { afterFee, resolutionFor, statesShown, toHappenings, toNodePoints, toRewardPoints } from "./model.ts";

const event = (name: string | null, args: ContractEvent["args"] = {}, blockNumber = "9") =>
  ({ name, args, time: 5, blockNumber, logIndex: 2 }) as ContractEvent;

test("events that say nothing to people are left out, names of objects' own too", () => {
  expect(toHappenings([event("CheckpointSubmitted"), event(null), event("toString")])).toEqual([]);
  expect(toHappenings([event("NewServiceNode", { id: "7" })])).toEqual([
    { key: "9-2", kind: "joined", at: 5, nodeId: "7", pool: null, amount: null },
  ]);
});

test("what several contracts did comes newest first, with the amounts moved", () => {
  const happenings = toHappenings([
    event("ServiceNodeExit", { id: "1", returned: "25000000000000" }, "9"),
    event("PoolDeployed", { pool: "0xab" }, "10"),
    event("RewardsClaimed", { amount: "5" }, "8"),
  ]);
  expect(happenings.map(({ kind, amount, pool }) => [kind, amount, pool])).toEqual([
    ["poolOpened", null, "0xab"],
    ["left", 25_000_000_000_000n, null],
    ["claimed", 5n, null],
  ]);
});

test("a stake that stays locked isn't told as returned", () => {
  const exit = event("ServiceNodeExit", { id: "1", returned: "0", lockedUntil: "1800000000" });
  expect(toHappenings([exit]).map(({ kind }) => kind)).toEqual(["leftLocked"]);
});

test("amounts above 2^53 reach the chart whole", () => {
  const point = { from: 1, active: 3, decommissioned: 0, rewards: "9007199254740993" } as NetworkPoint;
  expect(toRewardPoints([point])).toEqual([{ at: 1, values: { rewards: 9007199254740993n } }]);
  expect(toNodePoints([point])).toEqual([{ at: 1, values: { active: 3, decommissioned: 0 } }]);
});

test("a network of two days is shown by the hour, an older one by day", () => {
  const nowMs = 1_800_000_000_000;
  expect(resolutionFor(1_800_000_000 - 2 * 86_400, nowMs)).toBe("hour");
  expect(resolutionFor(1_800_000_000 - 4 * 86_400, nowMs)).toBe("day");
});

test("a fee leaves its part of an APR, never more than is due", () => {
  expect([afterFee(1_420, 0), afterFee(1_420, 500), afterFee(1_421, 3_333), afterFee(1_420, 10_000)]).toEqual([
    1_420n,
    1_349n,
    947n,
    0n,
  ]);
});

test("states nobody is in aren't shown, active ones always", () => {
  const none = {
    ...{ pendingOnL2: 0, joining: 0, active: 0, decommissioned: 0, exitRequested: 0, unlocking: 0, exitable: 0 },
    ...{ liquidatable: 0, locked: 0, exited: 9, liquidated: 0, rejected: 0 },
  };
  expect(statesShown(none)).toEqual([{ state: "active", count: 0 }]);
  expect(statesShown({ ...none, unlocking: 2 }).map(({ state }) => state)).toEqual(["active", "unlocking"]);
});
