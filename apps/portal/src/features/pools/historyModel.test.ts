import type { TimelineEntry } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toHistoryEntry } from "./historyModel.ts";

const entry = (type: string, detail: Record<string, unknown>): TimelineEntry => ({
  ...{ at: 7, source: "l2", type, detail, chain: null },
  l2: { block: "12", logIndex: 3, txHash: `0x${"ab".repeat(32)}`, outcome: null },
});

test("an event says what it can: figures exactly, nothing made up", () => {
  expect(
    toHistoryEntry(entry("Contributed", { staker: "0xa", beneficiary: "0xb", amount: "9007199254740993" })),
  ).toMatchObject({
    ...{
      id: "12-3",
      event: "Contributed",
      amount: 9_007_199_254_740_993n,
      who: "0xa",
      receiver: "0xb",
      feeBps: undefined,
    },
  });
  expect(toHistoryEntry(entry("FeeUpdated", { feeBps: "29" }))).toMatchObject({ event: "FeeUpdated", feeBps: 29 });
  expect(toHistoryEntry(entry("ManualFinalizeUpdated", { manualFinalize: true }))).toMatchObject({ isManual: true });
  expect(toHistoryEntry(entry("Finalized", { nodeId: 5 }))).toMatchObject({ nodeId: "5" });
});

test("a fee set along with keys, and the contract's own id of the node", () => {
  expect(toHistoryEntry(entry("PubkeysUpdated", { params: { feeBps: "150" } }))).toMatchObject({ feeBps: 150 });
  expect(toHistoryEntry(entry("NewServiceNode", { id: "256", operator: "0xa" }))).toMatchObject({ nodeId: "256" });
  expect(toHistoryEntry(entry("PoolReset", { id: "9" }))).toMatchObject({ nodeId: undefined });
});

test("an event nobody knows here keeps its own name", () => {
  expect(toHistoryEntry(entry("Upgraded", { amount: "much" }))).toMatchObject({
    ...{ event: undefined, type: "Upgraded", amount: undefined },
  });
});
