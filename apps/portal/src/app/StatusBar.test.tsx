import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { type Portal, PortalContext } from "./portal.ts";
import { StatusBar } from "./StatusBar.tsx";

const NOW_MS = 1_800_000_000_000;
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const networkAt = (height: number, ageSec: number) => {
  const time = NOW_MS / 1_000 - ageSec;
  const chain = { number: String(height), time, final: "1", sourceHead: String(height), ageSec: 1, halted: null };
  return { sources: { chain, l2: { ...chain, number: "50", sourceHead: "50" } } };
};

/** The bar of a portal whose stream is as told, and which has these answers already. */
function show(state: "live" | "broken", network: object) {
  vi.useFakeTimers({ now: NOW_MS });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queries.setQueryData(["indexer", "getNetwork", {}], network);
  queries.setQueryData(["indexer", "getParams", {}], { durations: { chain: { blockIntervalSec: 2 } } });
  const live = { state: () => state, onState: () => () => undefined, watch: () => () => undefined };
  const portal = { live, indexer: {}, config: {} } as unknown as Portal;
  render(
    <QueryClientProvider client={queries}>
      <PortalContext value={portal}>
        <StatusBar />
      </PortalContext>
    </QueryClientProvider>,
  );
  const bar = () => screen.getByRole("region", { name: "How current the figures are" }).textContent;
  const pass = (spanMs: number) => act(() => void vi.advanceTimersByTime(spanMs));
  const answer = (next: object) => {
    queries.setQueryData(["indexer", "getNetwork", {}], next);
    // Queries tell their readers in the next turn.
    pass(1);
  };
  return { bar, pass, answer };
}

test("says that it is live, the height and how old the newest block is", () => {
  const { bar } = show("live", networkAt(7, 3));
  expect(bar()).toContain("live");
  expect(bar()).toContain("height 7");
  expect(bar()).toContain("newest block 3 sec old");
});

test("an open stream of a chain that makes no blocks isn't called live", () => {
  const { bar, pass, answer } = show("live", networkAt(7, 3));
  pass(9_000);
  expect(bar()).not.toContain("live");
  expect(bar()).toContain("standing still: no new block for 12 sec");
  expect(bar()).toContain("height 7");
  answer(networkAt(8, 0));
  expect(bar()).toContain("live");
  expect(bar()).not.toContain("standing still");
});

test("without a stream nothing is said of the chain: nobody would have heard of a block", () => {
  const { bar } = show("broken", networkAt(7, 600));
  expect(bar()).toContain("connection lost, trying again");
  expect(bar()).not.toContain("standing still");
  expect(bar()).toContain("1 s ago");
});
