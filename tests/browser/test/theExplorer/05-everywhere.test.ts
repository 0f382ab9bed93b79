import type { Page } from "playwright-core";
import { beforeAll, expect, inject } from "vitest";
import { Devnet } from "../support/devnet.ts";
import { explorerPages } from "../support/explorerPages.ts";
import { listOverflow, settle } from "../support/layout.ts";
import { takeScreenshot } from "../support/screenshots.ts";
import { test } from "../support/test.ts";

// What every page offers: it changes with the network, has its JSON, its link and its print.

let pages: Readonly<Record<string, string>>;
/** Wait for two spares to leave, where nothing has left yet. */
const LEAVING_MS = 600_000;
beforeAll(async () => {
  pages = await explorerPages(await Devnet.connect(inject("devnet")));
}, LEAVING_MS);

const headingOf = (page: Page) => page.getByRole("heading", { level: 1 }).first().textContent();
const jsonOf = async (page: Page) =>
  new URL((await page.getByRole("link", { name: "JSON" }).getAttribute("href")) ?? "");

/** A final block doesn't change, and its page doesn't ask again. */
const FINAL = new Set(["block"]);

test("every page follows the network by its stream, without being loaded again", async ({ open, devnet }) => {
  const page = await open();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const silent: string[] = [];
  for (const [name, path] of Object.entries(pages).filter(([name]) => !FINAL.has(name))) {
    await page.goto(`${devnet.urlOf("explorer")}${path}`);
    await settle(page);
    await page.getByText("live", { exact: true }).waitFor();
    const { pathname } = await jsonOf(page);
    // A node is asked for the validators of each height.
    const own = name === "validators" ? "/v1/validators/" : pathname;
    asked.length = 0;
    const isAsked = () => asked.some((one) => one.startsWith(own));
    await expect
      .poll(isAsked, { timeout: 30_000 })
      .toBe(true)
      .catch(() => silent.push(name));
  }
  expect(silent).toEqual([]);
});

test("the overview's height rises while it is looked at", async ({ open, devnet }) => {
  const page = await open();
  await page.goto(devnet.urlOf("explorer"));
  await settle(page);
  const newest = () => page.getByRole("table", { name: "Newest blocks" }).getByRole("link").first().textContent();
  const before = Number((await newest())?.replaceAll(/\D/g, ""));
  await expect.poll(async () => Number((await newest())?.replaceAll(/\D/g, ""))).toBeGreaterThan(before + 1);
});

test("every page's data is JSON at the same path of the API, and that path opens the page", async ({
  open,
  devnet,
}) => {
  const page = await open();
  const wrong: string[] = [];
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(`${devnet.urlOf("explorer")}${path}`);
    await settle(page);
    const [heading, json] = [await headingOf(page), await jsonOf(page)];
    const answer = await fetch(json);
    if (!answer.ok || typeof (await answer.json()) !== "object")
      wrong.push(`${name}: ${json} answers ${answer.status}`);
    // A page of this site's own, of what the API has among the nodes.
    if (name === "obligations") continue;
    await page.goto(
      `${devnet.urlOf("explorer")}${json.pathname.replace(/^\/v1/, "")}${name === "search" ? json.search : ""}`,
    );
    await settle(page);
    // The validators' is that of the height which was the newest.
    if ((await headingOf(page))?.startsWith(heading ?? "?") !== true)
      wrong.push(`${name}: ${json.pathname} opens “${await headingOf(page)}”, not “${heading}”`);
  }
  expect(wrong).toEqual([]);
});

test("on paper a page says where it is from, and nothing of it is cut off", async ({ open, devnet }) => {
  const page = await open({ viewport: { width: 794, height: 1_123 } });
  const wrong: string[] = [];
  for (const name of ["overview", "checkpoint", "block", "node-liquidated", "nodes", "charts", "supply"]) {
    await page.emulateMedia({ media: "screen" });
    const url = `${devnet.urlOf("explorer")}${pages[name]}`;
    await page.goto(url);
    await settle(page);
    const from = page.getByText(new RegExp(`^${url}, printed \\d{4}-\\d\\d-\\d\\d`));
    if (await from.isVisible()) wrong.push(`${name} says on the screen where it was printed`);
    await page.emulateMedia({ media: "print" });
    await from.waitFor();
    for (const part of ["banner", "contentinfo", "navigation", "button"] as const)
      for (const one of await page.getByRole(part).all())
        if ((await one.isVisible()) && (await one.locator("xpath=ancestor::th").count()) === 0)
          wrong.push(`${name} prints a ${part}: ${await one.textContent()}`);
    wrong.push(...(await listOverflow(page)).map((fault) => `${name} on paper: ${fault}`));
    await takeScreenshot(page, `explorer-print-${name}`);
  }
  expect(wrong).toEqual([]);
});

test("a chart nobody has scrolled to is drawn before it is printed", async ({ open, devnet }) => {
  const page = await open({ viewport: { width: 794, height: 400 } });
  // What the dialog would print, in place of the dialog.
  await page.addInitScript(() => {
    window.print = () => {
      const drawn = document.querySelectorAll("figure .recharts-surface").length;
      document.documentElement.dataset.printed = String(drawn);
    };
  });
  await page.goto(`${devnet.urlOf("explorer")}/network/history`);
  await settle(page);
  const charts = await page.getByRole("figure").count();
  await page.getByRole("button", { name: "Print" }).click();
  await page.locator("html[data-printed]").waitFor();
  expect(charts).toBeGreaterThan(4);
  // Legends have surfaces of their own.
  expect(Number(await page.locator("html").getAttribute("data-printed"))).toBeGreaterThanOrEqual(charts);
});

test("a page is shared by its link, with all that was chosen on it", async ({ open, devnet }) => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const explorer = devnet.urlOf("explorer");
  await page.goto(`${explorer}/nodes`);
  await page.getByLabel("State").selectOption("exited");
  await expect.poll(() => new URL(page.url()).search).toContain("state=exited");
  await page.getByRole("button", { name: "Copy the link to this page" }).click();
  const link = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(link).toContain("state=exited");
  const other = await open();
  await other.goto(await link());
  await other.getByRole("table", { name: "Nodes" }).getByText("exited").first().waitFor();
  expect(await other.getByLabel("State").inputValue()).toBe("exited");
});

test("the search box finds by height, hash, transaction, key, address and id", async ({ open, devnet }) => {
  const { indexer } = devnet;
  const [block, node, events] = await Promise.all([
    indexer.getBlock({ id: "5" }),
    indexer.getNode({ id: 1 }),
    indexer.listEvents({ limit: 1 }),
  ]);
  const { txHash = "" } = events.items[0] ?? {};
  const pool = (pages.pool ?? "").split("/").at(-1) ?? "";
  const page = await open();
  await page.goto(devnet.urlOf("explorer"));
  const wanted: readonly (readonly [string, RegExp | null, string])[] = [
    ["5", /^Block 5$/, "/blocks/5"],
    [block.hash, /^Block 5$/, "/blocks/5"],
    [block.hash.slice(2).toUpperCase(), /^Block 5$/, "/blocks/5"],
    [txHash, /^Transaction /, `/tx/${txHash}`],
    ["1", /^Node 1,/, "/nodes/1"],
    [node.ed25519, /^Node 1,/, "/nodes/1"],
    [node.ed25519.slice(0, 12), /^Node 1,/, "/nodes/1"],
    [node.bls, /^Node 1,/, "/nodes/1"],
    // What can be one thing only is opened at once.
    [node.operator, null, `/address/${node.operator}`],
    [pool, null, `/address/${pool}`],
  ];
  for (const [text, hit, path] of wanted) {
    const box = page.getByRole("searchbox", { name: /^Search by height/ });
    await box.fill(text);
    await box.press("Enter");
    if (hit !== null) await page.getByRole("main").getByRole("link", { name: hit }).click();
    await expect.poll(() => new URL(page.url()).pathname.toLowerCase(), { message: text }).toBe(path.toLowerCase());
    await settle(page);
  }
  const box = page.getByRole("searchbox", { name: /^Search by height/ });
  await box.fill("f".repeat(64));
  await box.press("Enter");
  await page.getByText("Nothing has this height, hash, key, id or address").waitFor();
});

test("charts have axes and a table behind them, of nodes, stake, rewards, decommissions and versions", async ({
  open,
  devnet,
}) => {
  const page = await open();
  await page.goto(`${devnet.urlOf("explorer")}/network/history`);
  for (const title of ["Nodes", "Staked", "Rewards due", "Decommissions", "Nodes by version of the rules they know"]) {
    const chart = page.getByRole("figure").filter({ has: page.getByText(title, { exact: true }) });
    await chart.scrollIntoViewIfNeeded();
    await chart.locator("svg text").filter({ hasText: /\d/ }).first().waitFor();
    await chart.getByText("Show as a table").click();
    await chart.getByRole("table").getByRole("cell").first().waitFor();
  }
});

test("the supply's figures are the contracts'", async ({ open, devnet }) => {
  const page = await open();
  await page.goto(`${devnet.urlOf("explorer")}/supply`);
  const { total, staked } = await devnet.indexer.getSupply();
  for (const [label, value] of [
    ["Total", total],
    ["Staked", staked],
  ] as const) {
    const whole = (BigInt(value) / 10n ** 9n).toLocaleString("en");
    const fact = page
      .getByRole("main")
      .locator("dl > div, div")
      .filter({ has: page.getByText(label, { exact: true }) });
    await fact.filter({ hasText: whole }).first().waitFor();
  }
});
