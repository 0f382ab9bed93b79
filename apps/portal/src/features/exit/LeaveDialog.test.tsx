import type { NodeDetail, ParamsResponse } from "@session/sdk/indexer-api";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectedPortal } from "../../../test/support/connectedPortal.tsx";
import { NOW_SEC, serversOfEachTest } from "../../../test/support/servers.ts";
import { LeaveDialog } from "./LeaveDialog.tsx";

const STAKER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const HOUR_SEC = 3_600;
/** The first look at the chain loads what it takes. */
const PATIENT = { timeout: 20_000 };

const servers = serversOfEachTest();
beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** An L2 that knows the time and nothing else. */
function clock(): Promise<string> {
  const block = { number: "0x10", timestamp: `0x${NOW_SEC.toString(16)}`, transactions: [] };
  return servers.listen((_path, body) => {
    const { id, method } = JSON.parse(body) as { id: number; method: string };
    if (method === "eth_getBlockByNumber") return { json: { jsonrpc: "2.0", id, result: block } };
    return { json: { jsonrpc: "2.0", id, error: { code: -32_601, message: `${method} isn't part of this test` } } };
  });
}

async function show(kind: "exit" | "requestExit", lockedUntil: number): Promise<void> {
  const { wrapper, queries } = await connectedPortal(await clock());
  const shares = [{ staker: STAKER, returns: "25000000000000" }];
  queries.setDefaultOptions({ queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } });
  queries.setQueryData(["indexer", "getNode", { id: 7 }], { id: 7, shares, lockedUntil } as NodeDetail);
  const durations = { chain: { unlockSec: HOUR_SEC }, contract: { exitWaitSec: HOUR_SEC } };
  const params = { durations, contracts: {}, nodeApis: [] } as unknown as ParamsResponse;
  render(
    <LeaveDialog
      {...{ kind, nodeId: 7, account: STAKER, isVesting: false, params }}
      onSent={() => undefined}
      onClose={() => undefined}
    />,
    { wrapper },
  );
}

test.each([
  ["behind", NOW_SEC - 2 * HOUR_SEC],
  ["ahead", NOW_SEC + 2 * HOUR_SEC],
])("a lock is over when the chain says so, with a browser's clock that is %s", async (_, browserSec) => {
  vi.useFakeTimers({ toFake: ["Date"], now: browserSec * 1_000 });
  await show("exit", NOW_SEC - HOUR_SEC);
  await screen.findByRole("button", { name: "Return the stakes" }, PATIENT);
  cleanup();
  await show("exit", NOW_SEC + HOUR_SEC);
  await screen.findByRole("button", { name: "Take it out" }, PATIENT);
  expect(screen.getByText(/stay locked until/)).toBeTruthy();
});

test("when the stake comes back is counted from the chain's time", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: (NOW_SEC - 40 * 86_400) * 1_000 });
  await show("requestExit", 0);
  await vi.waitFor(() => {
    const [time] = document.querySelectorAll("time");
    expect(Math.abs(Date.parse(time?.dateTime ?? "") / 1_000 - (NOW_SEC + HOUR_SEC))).toBeLessThan(60);
  }, PATIENT);
});
