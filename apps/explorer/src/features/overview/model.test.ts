import { expect, test } from "vitest";
import { statesThere } from "./model.ts";

test("states nobody is in are left out, but active never; the order is that of a node's life", () => {
  expect(statesThere({ liquidated: 2, active: 0, joining: 1 })).toEqual([
    { state: "joining", count: 1 },
    { state: "active", count: 0 },
    { state: "liquidated", count: 2 },
  ]);
});
