import type { NodeSummary } from "@session/sdk/indexer-api";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { nodeOf } from "../../../test/support/bigIndexer.ts";
import { NodesTable } from "./NodesTable.tsx";

afterEach(cleanup);

const AT = 1_700_000_500;
const STATES: readonly [Partial<NodeSummary>, string][] = [
  [{ state: "active" }, "active"],
  [{ state: "decommissioned", creditSec: 0 }, "decommissioned"],
  [{ state: "decommissioned", exitRequestedAt: AT }, "decommissionedexit requested"],
  [{ state: "decommissioned", exitRequestedAt: AT, unlockAt: AT + 60 }, "decommissionedunlocking"],
  [{ state: "exitable", removed: { reason: "deregistered", at: AT } }, "deregisteredexit ready"],
  [{ state: "locked", removed: { reason: "deregistered", at: AT }, lockedUntil: AT + 60 }, "deregisteredlocked"],
  [{ state: "exited", removed: { reason: "deregistered", at: AT } }, "exited"],
];

test("must-not-repeat 4.6: a node out of service that leaves shows both, and so does one that was let go", () => {
  render(<NodesTable nodes={STATES.map(([change], index) => ({ ...nodeOf(index + 1), ...change }))} />);
  const [, ...rows] = screen.getAllByRole("row");
  const cells = rows.map((row) => row.querySelectorAll("td")[1]?.textContent);
  expect(cells).toEqual(STATES.map(([, words]) => words));
});
