import type { TransactionProgress } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toStages } from "./model.ts";

const mined = { block: 9, time: 1, status: "success", revert: null } as const;
const of = (stage: TransactionProgress["stage"], reverted = false) =>
  Object.values(toStages({ stage, events: [], mined: reverted ? { ...mined, status: "reverted" } : mined }));

test("what is reached is done, the next runs, the rest waits", () => {
  expect(of("pending")).toEqual(["running", "waiting", "waiting", "waiting"]);
  expect(of("seen")).toEqual(["done", "done", "running", "waiting"]);
  expect(of("final")).toEqual(["done", "done", "done", "done"]);
  expect(of("unknown")).toEqual(["running", "waiting", "waiting", "waiting"]);
});

test("one that reverted goes no further, whatever is said of its stage", () => {
  expect(of("mined", true)).toEqual(["failed", "skipped", "skipped", "skipped"]);
});

test("what isn't for the appchain enters no block of it, and is done when the L2 is final", () => {
  const events = [{ entersBlocks: false }] as TransactionProgress["events"];
  expect(Object.values(toStages({ stage: "final", mined, events }))).toEqual(["done", "done", "skipped", "done"]);
  expect(Object.values(toStages({ stage: "seen", mined, events }))).toEqual(["done", "done", "skipped", "running"]);
  const mixed = [...events, { entersBlocks: true }] as TransactionProgress["events"];
  expect(Object.values(toStages({ stage: "seen", mined, events: mixed }))).toEqual([
    "done",
    "done",
    "running",
    "waiting",
  ]);
});
