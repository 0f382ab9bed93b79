import type { NodeSummary } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { countStates } from "./nodes.ts";

const of = (state: NodeSummary["state"], change: Partial<NodeSummary> = {}) =>
  ({ state, creditSec: null, exitRequestedAt: null, removed: null, unlockAt: null, ...change }) as NodeSummary;

test("nodes are counted by what is known of them: what only the contract has is called nothing", () => {
  const counts = countStates([
    of("active", { creditSec: 9 }),
    of("active"),
    of("exitRequested", { exitRequestedAt: 5 }),
    of("exitRequested", { creditSec: 9, exitRequestedAt: 5 }),
    of("decommissioned", { creditSec: 0 }),
    of("pendingOnL2"),
    of("exitable"),
  ]);
  const known = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  expect(known).toEqual({ active: 1, exitRequested: 1, decommissioned: 1, pendingOnL2: 1, exitable: 1 });
});
