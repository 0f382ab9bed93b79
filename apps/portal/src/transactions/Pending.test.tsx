import type { TransactionProgress } from "@session/sdk/indexer-api";
import { invalidateTopics, LiveHub } from "@session/web";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { portalAt, serversOfEachTest } from "../../test/support/servers.ts";
import { type Portal, PortalContext } from "../app/portal.ts";
import { Pending } from "./Pending.tsx";
import { type SentTransaction, sentStore } from "./sent.ts";

const servers = serversOfEachTest();
beforeEach(() => {
  for (const { hash } of sentStore().list()) sentStore().forget(hash);
});
afterEach(cleanup);

const hashOf = (digit: string) => `0x${digit.repeat(64)}` as const;
const sent = (digit: string): SentTransaction => ({
  ...{ hash: hashOf(digit), chainId: 1, account: "0xaa", nonce: 1, sentAtMs: Date.now() },
  ...{ functionName: "claimRewards", path: "/stakes" },
});
const MINED = { block: 5, time: 5, status: "success", revert: null } as const;
const progress = (change: Partial<TransactionProgress>): Partial<TransactionProgress> => ({
  ...{ stage: "pending", mined: null, events: [], checkpoint: null, provider: "ok" },
  ...{ next: { waitingFor: "mining", message: "It waits.", estimateSec: 1 }, asOf: { l2Block: "9", height: 3 } },
  ...change,
});

/** The list, on a page of this address, with an indexer that says this of transactions by their first digit. */
async function show(address: string, said: Readonly<Record<string, Partial<TransactionProgress>>>) {
  const asked: string[] = [];
  const client = new QueryClient();
  const indexer = await servers.listen((path) => {
    const hash = path.split("/")[3] ?? "";
    asked.push(hash.charAt(2));
    return { json: { hash, ...said[hash.charAt(2)] } };
  });
  const live = new LiveHub({ subscribe: () => ({ ended: Promise.resolve() }), onChange: () => undefined });
  const portal = { ...portalAt({ indexer, rpc: "http://127.0.0.1:9" }), live } as unknown as Portal;
  const routeTree = createRootRoute({ component: Pending });
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [address] }) });
  render(
    <QueryClientProvider client={client}>
      <PortalContext value={portal}>
        <RouterProvider router={router as never} />
      </PortalContext>
    </QueryClientProvider>,
  );
  return { client, asked };
}

test("what waits is listed with the way back to its page; what the page itself shows and what is final aren't", async () => {
  for (const digit of ["a", "b", "c"]) sentStore().remember(sent(digit));
  const final = progress({ stage: "final", mined: MINED, next: null });
  await show(`/stakes?tx=${hashOf("b")}`, { a: progress({}), b: progress({}), c: final });
  await screen.findByText("Claim: waits to be mined");
  await waitFor(() => expect(sentStore().find(hashOf("c"))).toBeUndefined());
  const links = screen.getAllByRole("link", { name: "Show" }).map((link) => link.getAttribute("href"));
  expect(links).toEqual([`/stakes?tx=${hashOf("a")}`]);
});

test("must-not-repeat 4.1: one that failed stays, as failed, until it is dismissed", async () => {
  sentStore().remember(sent("d"));
  await show("/", { d: progress({ stage: "mined", mined: { ...MINED, status: "reverted" }, next: null }) });
  await screen.findByText("Claim: failed");
  expect(sentStore().list()).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Dismiss: Claim" }));
  expect(sentStore().list()).toEqual([]);
  expect(screen.queryByText("Claim: failed")).toBeNull();
});

test("one that is settled isn't asked about again, block by block, for as long as it is shown", async () => {
  for (const digit of ["a", "d"]) sentStore().remember(sent(digit));
  const reverted = progress({ stage: "mined", mined: { ...MINED, status: "reverted" }, next: null });
  const { client, asked } = await show("/", { a: progress({}), d: reverted });
  await screen.findByText("Claim: failed");
  await screen.findByText("Claim: waits to be mined");
  invalidateTopics(client, ["network"]);
  await waitFor(() => expect(asked.filter((digit) => digit === "a").length).toBeGreaterThan(1));
  expect(asked.filter((digit) => digit === "d")).toHaveLength(1);
});
