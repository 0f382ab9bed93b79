import { createNodeClient } from "@session/sdk";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, vi } from "vitest";
import { Devnet } from "../support/devnet.ts";
import { takeScreenshot } from "../support/screenshots.ts";
import { test, WAIT_MS } from "../support/test.ts";

// One of the seeded nodes is killed; what it missed has to be seen on every page that shows who took part.

const NAME = "node3";
let killed: number;
/** The first block and the first certified checkpoint without it. */
let block: number;
let checkpoint: number;

beforeAll(async () => {
  const devnet = await Devnet.connect(inject("devnet"));
  const { indexer } = devnet;
  killed = (await createNodeClient({ url: devnet.urlOf(NAME) }).getStatus()).nodeId ?? 0;
  const { head } = await createNodeClient({ url: devnet.urlOf("node1") }).getStatus();
  await devnet.call("kill", NAME);
  // What was under way is still signed by it.
  block = await firstAfter(head.height, async () => {
    const { height, commit } = await indexer.getBlock({ id: "latest" });
    return commit.absent.includes(killed) ? height : 0;
  });
  checkpoint = await firstAfter(block, async () => {
    const { items } = await indexer.listCheckpoints({ limit: 1 });
    const [newest] = items;
    if (newest === undefined || newest.signatures === null) return 0;
    const { certificate } = await indexer.getCheckpoint({ height: String(newest.height) });
    return certificate?.absent.includes(killed) === true ? newest.height : 0;
  });
}, 2 * WAIT_MS);
afterAll(async () => {
  const devnet = await Devnet.connect(inject("devnet"));
  await devnet.call("restart", NAME);
  await devnet.untilRunning(NAME);
});

/** @param find - 0 until there is one */
function firstAfter(height: number, find: () => Promise<number>): Promise<number> {
  return vi.waitFor(
    async () => {
      const found = await find();
      if (found <= height) throw new Error(`nothing after ${height} without ${NAME} yet`);
      return found;
    },
    { timeout: WAIT_MS - 1_000, interval: 500 },
  );
}

/** Named in words, and by the cell of the picture that the arrow keys lead to. */
async function expectAbsent(page: Page, grid: string): Promise<void> {
  await page.getByText(/nodes? (was|were) absent:/).waitFor();
  const named = page.locator("p").filter({ hasText: /absent:/ });
  await named.getByRole("link", { name: `node ${killed}`, exact: true }).waitFor();
  const picture = page.getByRole("grid", { name: grid });
  await picture.focus();
  await page.keyboard.press("Control+Home");
  const cell = picture.getByRole("gridcell", { name: new RegExp(`node ${killed}\\b.*absent`) });
  for (let step = 0; step < 20 && !(await cell.isVisible()); step++) await page.keyboard.press("ArrowRight");
  expect(await cell.count()).toBe(1);
}

test("a block's commit shows that the killed node didn't sign", async ({ open, devnet }) => {
  const page = await open();
  await page.goto(`${devnet.urlOf("explorer")}/blocks/${block}`);
  await expectAbsent(page, `Commit of block ${block}`);
  await takeScreenshot(page, "explorer-block-killed");
});

test("a checkpoint names it as absent, and verifies without it", async ({ open, devnet }) => {
  const page = await open();
  await page.goto(`${devnet.urlOf("explorer")}/checkpoints/${checkpoint}`);
  await expectAbsent(page, `Signatures of checkpoint ${checkpoint}`);
  // Far below the picture that the keys were in: the page must not scroll back to it when the press takes the focus away.
  await page.getByRole("button", { name: "Verify in this browser" }).click();
  await page.getByRole("button", { name: "Verify again" }).waitFor();
  expect(await page.getByText("Refused: a step failed").count()).toBe(0);
  const steps = page.getByRole("list", { name: "Steps of the verification" }).getByRole("listitem");
  for (const step of ["Enough signed, and those absent are named", "Everyone else signed this digest"])
    await steps.filter({ hasText: step }).filter({ hasText: "done" }).waitFor();
  await takeScreenshot(page, "explorer-checkpoint-killed");
});

test("its heat map has an hour in which it missed commits", async ({ open, devnet }) => {
  const page = await open();
  const sumsOf = async (id: number) => {
    await page.goto(`${devnet.urlOf("explorer")}/nodes/${id}`);
    const text = await page
      .getByText(/^In [\d,]+ of [\d,]+ commits$/)
      .first()
      .textContent();
    const [present = 0, counted = 0] = [...(text ?? "").replaceAll(",", "").matchAll(/\d+/g)].map(Number);
    return { present, counted };
  };
  const missed = await sumsOf(killed);
  expect(missed.counted).toBeGreaterThan(missed.present);
  // A cell says its hour and the share, to whoever points at it.
  const cells = await page.locator("figure svg title").allTextContents();
  const shares = cells.map((title) => title.split(": ").at(-1)?.split(" of ").map(Number) ?? []);
  expect(shares.some(([present = 0, counted = 0]) => present < counted)).toBe(true);
  await takeScreenshot(page, "explorer-node-killed");
});
