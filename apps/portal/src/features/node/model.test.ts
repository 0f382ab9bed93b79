import type { NodeDetail } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { timesOf, toWords } from "./model.ts";

test("times in order, those that don't apply left out", () => {
  const node = { registeredAt: 10, payableAt: 20, unlockAt: null, exitableFrom: 15, left: { at: 30 } };
  const all = { exitRequestedAt: null, liquidatableFrom: null, escapeFrom: null, lockedUntil: null, ...node };
  expect(timesOf(all as unknown as NodeDetail)).toEqual([
    { kind: "registeredAt", at: 10 },
    { kind: "exitableFrom", at: 15 },
    { kind: "payableAt", at: 20 },
    { kind: "leftAt", at: 30 },
  ]);
});

test("types of events as words", () => {
  expect(toWords("NewServiceNode")).toBe("new service node");
  expect(toWords("exit_requested")).toBe("exit requested");
});
