import type { NodeSummary, StakeAction } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toShownState } from "../../data/shownState.ts";
import { actionsOf, nextTimeOf } from "./model.ts";

const node = (change: Partial<NodeSummary>) =>
  ({ state: "active", removed: null, unlockAt: null, ...change }) as NodeSummary;

test("a deregistered node is shown as that until its stake is paid out", () => {
  const removed = { reason: "deregistered", at: 1 } as const;
  expect(toShownState(node({ state: "exitable", removed }))).toBe("deregistered");
  expect(toShownState(node({ state: "exited", removed }))).toBe("exited");
  expect(toShownState(node({ state: "exitable", removed: { reason: "voluntary", at: 1 } }))).toBe("exitable");
});

test("must-not-repeat 4.6: a node that asked to leave and is out of service is shown as both", () => {
  const leaving = node({ state: "decommissioned", unlockAt: 99 });
  expect(toShownState(leaving)).toBe("decommissioned");
  expect(nextTimeOf(leaving)).toEqual({ kind: "returnsAt", at: 99 });
});

test("actions are those of the node alone", () => {
  const exit = { type: "exit", nodeId: 7 } as StakeAction;
  const actions = [exit, { type: "exit", nodeId: 8 } as StakeAction, { type: "claim", nodeId: null } as StakeAction];
  expect(actionsOf({ actions }, 7)).toEqual([exit]);
});
