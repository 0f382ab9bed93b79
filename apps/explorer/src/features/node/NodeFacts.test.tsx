import type { NodeDetail } from "@session/sdk/indexer-api";
import { I18nProvider } from "@session/ui";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { nodeOf } from "../../../test/support/bigIndexer.ts";
import { NodeFacts } from "./NodeFacts.tsx";

afterEach(cleanup);

const AT = 1_800_000_000;
const LATER = AT + 86_400;

function show(change: Partial<NodeDetail>): string {
  // Without a credit: how much of it there can be is asked of the network.
  const node = { ...nodeOf(7), creditSec: null, registration: null, lastDecommission: null, ...change } as NodeDetail;
  const { container } = render(
    <I18nProvider locale="en" timeZone="UTC">
      <NodeFacts node={node} />
    </I18nProvider>,
  );
  return container.textContent ?? "";
}
const toldAs = (label: string) => screen.getByText(label).closest("div")?.textContent;

test("out of service: since when and why, and when the stake of one that leaves comes free", () => {
  const lastDecommission = { at: AT, height: 9, reason: "not-ready" };
  const text = show({ state: "decommissioned", isPayable: false, unlockAt: LATER, lastDecommission });
  expect(text).toContain("Out of service since Jan 15, 2027, 8:00 AM");
  expect(text).toContain("Reason: it never said that it was ready.");
  expect(toldAs("Unlocks")).toContain("Jan 16, 2027");
});

test("deregistered: that the network let it go, and until when the stake is locked", () => {
  const removed = { reason: "deregistered", at: AT } as const;
  const text = show({ state: "exitable", removed, exitableFrom: AT, liquidatableFrom: LATER, lockedUntil: LATER });
  expect(text).toContain("Let go by the network: out of service for too long");
  expect(screen.queryByText(/^Out of service since/)).toBeNull();
  expect(toldAs("Stake locked until")).toContain("Jan 16, 2027");
  expect(toldAs("Anyone may liquidate from")).toContain("Jan 16, 2027");
});

test("locked: gone, with the end of the lock", () => {
  const removed = { reason: "deregistered", at: AT } as const;
  const left = { how: "exited", at: AT, txHash: `0x${"11".repeat(32)}` } as const;
  show({ state: "locked", removed, left, lockedUntil: LATER });
  expect(toldAs("Left")).toContain("Jan 15, 2027");
  expect(toldAs("Stake locked until")).toContain("Jan 16, 2027");
});

test("refused: why, in the appchain's words and by its code", () => {
  const registration = { result: "rejected", code: "STAKE_TOO_LOW", message: "It is too little.", height: 3 } as const;
  const text = show({ state: "rejected", registration, removed: { reason: "rejected", at: AT } });
  expect(text).toContain("The network refused this registration");
  expect(text).toContain("It is too little. STAKE_TOO_LOW");
});
