import { expect, test } from "vitest";
import { makeBundle } from "../../../test/support/bundle.ts";
import { verifyCheckpoint } from "../../verify/verifyCheckpoint.ts";
import { parseClaimSubject, toShownSteps } from "./model.ts";

test("an address asks for its rewards, a number for a node's exit, anything else for nothing", () => {
  expect(parseClaimSubject(" 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC ")).toEqual({
    kind: "rewards",
    address: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
  });
  expect(parseClaimSubject("7")).toEqual({ kind: "exit", nodeId: 7 });
  for (const text of ["", "0", "0x12", "node 7", "-1", "123456789"]) expect(parseClaimSubject(text)).toBeUndefined();
});

test("decided steps keep their result, the next one runs, the rest waits", () => {
  const results = [...verifyCheckpoint(makeBundle({ claim: null }))];
  expect(toShownSteps(results.slice(0, 2), true).map(({ state }) => state)).toEqual([
    "done",
    "done",
    "running",
    "waiting",
    "waiting",
    "waiting",
    "waiting",
  ]);
  expect(toShownSteps(results, false).map(({ state }) => state)).toEqual([
    "done",
    "done",
    "done",
    "done",
    "done",
    "done",
    "skipped",
  ]);
});
