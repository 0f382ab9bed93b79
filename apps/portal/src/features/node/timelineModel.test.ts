import type { TimelineEntry } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toHappening, toWords } from "./timelineModel.ts";

const chain = (type: string, detail: Record<string, unknown> = {}): TimelineEntry => ({
  ...{ at: 9, source: "chain", type, detail, l2: null, chain: { height: 4, seq: 1 } },
});
const l2 = (type: string, detail: Record<string, unknown>, outcome: object | null = null) =>
  ({
    ...{ at: 9, source: "l2", type, detail, chain: null },
    l2: { block: "5", logIndex: 2, txHash: "0x", outcome },
  }) as TimelineEntry;

test("a removal is told with its reason", () => {
  expect(toHappening(chain("node-removed", { reason: "deregistered" }))).toMatchObject({
    kind: "node-removed.deregistered",
    tone: "danger",
  });
  expect(toHappening(chain("node-removed", { reason: "voluntary" })).kind).toBe("node-removed.voluntary");
  expect(toHappening(chain("node-decommissioned", { reason: "not-ready" }))).toMatchObject({ tone: "warn" });
});

test("an exit that locks the stake isn't told as one that pays", () => {
  expect(toHappening(l2("ServiceNodeExit", { id: "7", returned: "5", lockedUntil: "0" }))).toMatchObject({
    kind: "ServiceNodeExit",
    amount: 5n,
  });
  const locking = toHappening(l2("ServiceNodeExit", { id: "7", returned: "0", lockedUntil: "99" }));
  expect(locking).toMatchObject({ kind: "ServiceNodeExitLocked", until: 99 });
});

test("must-not-repeat 4.1: what the appchain refused is shown as refused, with its reason", () => {
  const outcome = { result: "rejected", code: "ED25519_KEY_IN_USE", message: "Another node has this key.", height: 4 };
  expect(toHappening(l2("NewServiceNode", { operator: "0xab" }, outcome))).toMatchObject({
    refused: "Another node has this key.",
    tone: "danger",
    who: "0xab",
  });
});

test("an event there are no words for has its own name", () => {
  expect(toHappening(chain("somethingNew"))).toMatchObject({ kind: "other", name: "something new" });
  expect(toWords("NewServiceNode")).toBe("new service node");
  expect(toWords("exit_requested")).toBe("exit requested");
});
