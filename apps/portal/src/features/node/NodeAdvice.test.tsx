import type { NodeDetail } from "@session/sdk/indexer-api";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectedPortal } from "../../../test/support/connectedPortal.tsx";
import { NOW_SEC, serversOfEachTest } from "../../../test/support/servers.ts";
import { NodeAdvice } from "./NodeAdvice.tsx";

const servers = serversOfEachTest();
beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function show(node: Partial<NodeDetail>): Promise<void> {
  const { wrapper } = await connectedPortal(await servers.rpc({}));
  const none = { creditSec: null, lastDecommission: null, unlockAt: null, exitRequestedAt: null, removed: null };
  render(<NodeAdvice node={{ ...none, left: null, registration: null, penalty: null, ...node } as NodeDetail} />, {
    wrapper,
  });
}

test("a node out of service is told how long it may stay so, and that it may not any more", async () => {
  const decommissioned = {
    state: "decommissioned",
    lastDecommission: { at: NOW_SEC, height: 9, reason: null },
  } as const;
  await show({ ...decommissioned, creditSec: 7_200 });
  await waitFor(() => expect(document.body.textContent).toMatch(/Out of service for 2 hr more, it is deregistered/));
  cleanup();
  await show({ ...decommissioned, creditSec: 0 });
  await waitFor(() => expect(document.body.textContent).toMatch(/It can be deregistered with any block now/));
});

test("a lock is over when the chain says so, whatever the browser's clock", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: (NOW_SEC - 86_400) * 1_000 });
  await show({ state: "locked", lockedUntil: NOW_SEC - 3_600 });
  await screen.findByText("The lock of its stake is over");
});
