import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openBigIndexer } from "../../test/support/bigIndexer.ts";
import { explorerConfigSchema } from "../config/network.ts";
import { App } from "./providers.tsx";

const MOST_ROWS = 200;
const MOST_REQUESTS = 3;
let indexer: Awaited<ReturnType<typeof openBigIndexer>>;

beforeEach(async () => {
  indexer = await openBigIndexer();
  // jsdom has no layout to scroll.
  vi.stubGlobal("scrollTo", () => undefined);
});
afterEach(() => {
  cleanup();
  indexer.close();
  vi.unstubAllGlobals();
});

function open(path: string): void {
  const places = { networkName: "big", chainId: 1, rpcUrl: "http://127.0.0.1:9", indexerUrl: indexer.url };
  history.pushState(null, "", path);
  render(<App config={explorerConfigSchema.parse(places)} />);
}

/** Rows in the page once the first has come, its head and spacers among them. */
async function rowsOf(name: string): Promise<number> {
  const table = await screen.findByRole("table", { name });
  await waitFor(() => expect(within(table).getAllByRole("row").length).toBeGreaterThan(10));
  return table.querySelectorAll("tr").length;
}

/** The stream says hello and is heard before what follows. */
const settle = () => waitFor(() => expect(screen.getByText("live")).toBeTruthy());

test("10,000 nodes: at most 200 rows in the page, at most 3 requests", async () => {
  open("/nodes");
  expect(await rowsOf("Nodes")).toBeLessThanOrEqual(MOST_ROWS);
  await settle();
  expect(indexer.asked.slice(MOST_REQUESTS), String(indexer.asked)).toEqual([]);
  expect(screen.getByText("present (10,000)")).toBeTruthy();
});

test("1,000,000 blocks: the same, and one request for each further page", async () => {
  open("/blocks");
  expect(await rowsOf("Blocks")).toBeLessThanOrEqual(MOST_ROWS);
  await settle();
  expect(indexer.asked.slice(MOST_REQUESTS), String(indexer.asked)).toEqual([]);
  const before = indexer.asked.filter((path) => path === "/v1/blocks").length;
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(await screen.findByRole("link", { name: "999950" })).toBeTruthy();
  expect(await rowsOf("Blocks")).toBeLessThanOrEqual(MOST_ROWS);
  expect(indexer.asked.filter((path) => path === "/v1/blocks").length - before).toBe(1);
  expect(location.search).toContain("cursor=");
});
