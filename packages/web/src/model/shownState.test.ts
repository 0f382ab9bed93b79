import { expect, test } from "vitest";
import { toShownState, toShownStates } from "./shownState.ts";

const NODE = { state: "active", removed: null, unlockAt: null, exitRequestedAt: null } as const;

test("must-not-repeat 4.6: a node that asked to exit and is decommissioned shows both", () => {
  const decommissioned = { ...NODE, state: "decommissioned" } as const;
  expect(toShownStates({ ...decommissioned, exitRequestedAt: 5, unlockAt: 9 })).toEqual([
    "decommissioned",
    "unlocking",
  ]);
  expect(toShownStates({ ...decommissioned, exitRequestedAt: 5 })).toEqual(["decommissioned", "exitRequested"]);
  expect(toShownStates(decommissioned)).toEqual(["decommissioned"]);
});

test("a deregistered node is shown as that until its stake has left, and what comes next beside it", () => {
  const removed = { reason: "deregistered", at: 1 } as const;
  expect(toShownStates({ ...NODE, state: "exitable", removed })).toEqual(["deregistered", "exitable"]);
  expect(toShownState({ state: "exited", removed })).toBe("exited");
  expect(toShownStates({ ...NODE, state: "exitable", removed: { ...removed, reason: "voluntary" } })).toEqual([
    "exitable",
  ]);
});
