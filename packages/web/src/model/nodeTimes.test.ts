import type { NodeDetail } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { timesOf } from "./nodeTimes.ts";

test("only the times that apply, earliest first", () => {
  const node = {
    registeredAt: 100,
    payableAt: 90,
    exitRequestedAt: null,
    unlockAt: null,
    exitableFrom: null,
    liquidatableFrom: null,
    escapeFrom: null,
    lockedUntil: null,
    left: { how: "exited", at: 95, txHash: "0x" },
  } as unknown as NodeDetail;
  expect(timesOf(node)).toEqual([
    { kind: "payableAt", at: 90 },
    { kind: "leftAt", at: 95 },
    { kind: "registeredAt", at: 100 },
  ]);
});
