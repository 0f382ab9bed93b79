import { expect } from "vitest";
import { findLeftNodes } from "../support/leftNodes.ts";
import { takeScreenshot } from "../support/screenshots.ts";
import { test } from "../support/test.ts";

// Nodes that are gone: how they left has to be found on every page that speaks of them.

test.for([
  { how: "exited", happenings: ["exit requested", "let go by the network", "left, stake returned"] },
  { how: "liquidated", happenings: ["exit requested", "let go by the network", "liquidated"] },
] as const)("a node that $how says so, when, and why", async ({ how, happenings }, { open, devnet }) => {
  const { [how]: id } = await findLeftNodes(devnet);
  const page = await open();
  await page.goto(`${devnet.urlOf("explorer")}/nodes/${id}`);
  await page.getByRole("heading", { level: 1, name: new RegExp(`^Node ${id}\\b.*${how}`) }).waitFor();
  const timeline = page.getByRole("list", { name: "What happened to it" });
  await timeline.waitFor();
  // Newest first, and each with its place on one of the chains.
  const entries = (await timeline.getByRole("listitem").allTextContents()).map((text) => text.toLowerCase());
  const places = happenings.map((words) => entries.findIndex((entry) => entry.includes(words)));
  expect(places, entries.join("\n")).toEqual([...places].sort((a, b) => b - a));
  expect(places).not.toContain(-1);
  await page.getByText("Let go by the network: its exit was asked for").waitFor();
  expect(await page.getByText("Left", { exact: true }).count()).toBe(1);
  await takeScreenshot(page, `explorer-node-${how}`);

  await page.goto(`${devnet.urlOf("explorer")}/nodes?state=${how}`);
  await page
    .getByRole("table", { name: "Nodes" })
    .getByRole("link", { name: String(id), exact: true })
    .waitFor();
});

test("L2 events stand with what the appchain made of them", async ({ open, devnet }) => {
  const { exited, liquidated } = await findLeftNodes(devnet);
  const page = await open();
  for (const [id, last] of [
    [exited, /^Left, stake returned/i],
    [liquidated, /^Liquidated/i],
  ] as const) {
    await page.goto(`${devnet.urlOf("explorer")}/events?node=${id}`);
    const table = page.getByRole("table", { name: "L2 events" });
    for (const name of [/^Registered on the L2/i, /^Exit requested/i, last]) {
      const row = table.getByRole("row").filter({ has: page.getByRole("cell", { name }) });
      await row.filter({ has: page.getByText("applied", { exact: true }) }).waitFor();
    }
  }
});

test("a transaction's way through both chains is shown to its end", async ({ open, devnet }) => {
  const { liquidated } = await findLeftNodes(devnet);
  const { items } = await devnet.indexer.listEvents({ name: "ServiceNodeLiquidated", node: liquidated });
  const page = await open();
  await page.goto(`${devnet.urlOf("explorer")}/tx/${items[0]?.txHash}`);
  const section = page.getByRole("main");
  await section.getByRole("heading", { name: "Its way through both chains" }).waitFor();
  await section.getByRole("table").getByText("applied", { exact: true }).first().waitFor();
  await section
    .getByRole("link", { name: `node ${liquidated}`, exact: true })
    .first()
    .waitFor();
});
