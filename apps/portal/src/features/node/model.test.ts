import type { NodeDetail, ParamsResponse, StakeAction } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { adviceOf, byAccount, liquidationOf, nodeActionsOf } from "./model.ts";

const ME = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const VESTING = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const NODE = {
  ...{ id: 7, state: "active", registeredAt: 10, payableAt: 20, exitRequestedAt: null, unlockAt: null, removed: null },
  ...{ exitableFrom: null, liquidatableFrom: null, escapeFrom: null, lockedUntil: null, left: null },
  shares: [{ returns: "60" }, { returns: "40" }],
} as unknown as NodeDetail;
const node = (change: Partial<NodeDetail>): NodeDetail => ({ ...NODE, ...change });
const action = (type: StakeAction["type"], account = ME): StakeAction => ({
  ...{
    type,
    account,
    nodeId: 7,
    pool: null,
    amount: "60",
    from: 5,
    until: null,
    isPossible: true,
    waitsForCheckpoint: false,
  },
});
const types = (actions: readonly StakeAction[]) => actions.map(({ type }) => type);

test("must-not-repeat 4.6: a decommissioned node that asked to exit is told both, and has its actions", () => {
  const leaving = node({ state: "decommissioned", exitRequestedAt: 50, unlockAt: 90, escapeFrom: 500 });
  expect(adviceOf(leaving, 60)).toEqual(["decommissioned", "decommissionedLeaving"]);
  expect(adviceOf(node({ state: "decommissioned" }), 60)).toEqual(["decommissioned"]);
  expect(types(nodeActionsOf(node({ state: "decommissioned" }), [action("requestExit")], ME, 100))).toEqual([
    "requestExit",
  ]);
  expect(nodeActionsOf(leaving, [], ME, 100)).toMatchObject([{ type: "exitAfterWait", isPossible: false, from: 500 }]);
});

test("what anybody may do is offered to anybody, once", () => {
  const removed = { reason: "voluntary", at: 90 } as const;
  const exitable = node({ state: "exitable", removed, exitableFrom: 90, exitCheckpoint: 5 });
  expect(nodeActionsOf(exitable, [], ME, 100)).toMatchObject([{ type: "exit", isPossible: true, amount: "100" }]);
  expect(nodeActionsOf({ ...exitable, exitCheckpoint: null }, [], ME, 100)).toMatchObject([
    { type: "exit", isPossible: false, waitsForCheckpoint: true },
  ]);
  expect(nodeActionsOf(exitable, [action("exit")], ME, 100)).toEqual([action("exit")]);
  expect(types(nodeActionsOf(exitable, [{ ...action("exit"), nodeId: 8 }], ME, 100))).toEqual(["exit"]);
  expect(nodeActionsOf(node({ state: "locked", lockedUntil: 101 }), [], ME, 100)).toMatchObject([
    { type: "withdrawLocked", isPossible: false },
  ]);
  expect(nodeActionsOf(NODE, [], ME, 100)).toEqual([]);
});

test("a deregistered node's stake leaves under a lock, and it is said", () => {
  const deregistered = node({
    ...{ state: "exitable", removed: { reason: "deregistered", at: 90 }, exitableFrom: 90, lockedUntil: 200 },
  });
  expect(adviceOf(deregistered, 100)).toEqual(["deregistered"]);
  expect(nodeActionsOf(deregistered, [], ME, 100)).toMatchObject([{ type: "exit", amount: "0" }]);
});

test("a liquidation is possible from its time on, locks what is left, and isn't one of a node that left", () => {
  const params = { durations: { chain: { deregistrationLockSec: 1_000 } } } as ParamsResponse;
  const removed = { reason: "voluntary", at: 80 } as const;
  const due = node({ state: "liquidatable", removed, liquidatableFrom: 90, liquidationCheckpoint: 5 });
  expect(liquidationOf(due, params, 100)).toMatchObject({ from: 90, isPossible: true, lockedUntil: 1_080 });
  const unproved = liquidationOf({ ...due, liquidationCheckpoint: null }, params, 100);
  expect(unproved).toMatchObject({ isPossible: false, waitsForCheckpoint: true });
  expect(liquidationOf({ ...due, state: "exitable", liquidatableFrom: 120 }, params, 100)?.isPossible).toBe(false);
  expect(liquidationOf(NODE, params, 100)).toBeUndefined();
  const left = { how: "exited", at: 95, txHash: "0x" } as const;
  expect(liquidationOf({ ...due, state: "exited", left }, params, 100)).toBeUndefined();
  expect(adviceOf(node({ state: "exited", left }), 100)).toEqual([]);
});

test("a lock that is over is told as that, not as a lock until a time that is past", () => {
  const locked = node({ state: "locked", lockedUntil: 200 });
  expect(adviceOf(locked, 199)).toEqual(["locked"]);
  expect(adviceOf(locked, 200)).toEqual(["unlocked"]);
});

test("a node read from the contract alone is advised as that, even when its exit was requested", () => {
  expect(adviceOf(node({ creditSec: null }), 100)).toEqual(["unknown"]);
  expect(adviceOf(node({ creditSec: null, state: "exitRequested", exitRequestedAt: 50 }), 100)).toEqual(["unknown"]);
});

test("must-not-repeat 4.7: actions are told apart by who acts, addresses in any case", () => {
  const grouped = byAccount([action("requestExit", VESTING), action("exit", ME.toLowerCase())], ME);
  expect(grouped.map(({ isVesting, actions }) => [isVesting, types(actions)])).toEqual([
    [false, ["exit"]],
    [true, ["requestExit"]],
  ]);
});
