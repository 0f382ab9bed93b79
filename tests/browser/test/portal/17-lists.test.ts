import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { prepareSpare } from "../support/flows.ts";
import { agree, choosePool, factOf, openPool } from "../support/poolPage.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

test("the market of pools is searched, filtered and put in order; the address keeps it", async ({ open, devnet }) => {
  const { wallet, page } = await openWallet({ open, devnet }, { sesh: 10_000 });
  await page.goto(await prepareSpare(devnet, wallet.address));
  const friend = devnet.account("node2").address;
  const terms = { ownStake: "10000", fee: "3.25", reserved: { contributor: friend, amount: "5000" } };
  await choosePool(page, terms);
  await page.getByRole("button", { name: "Make the pool" }).click();
  await page.getByRole("button", { name: "Contribute and open the pool" }).click();
  await page.getByText(/are missing\. Share the pool's page\.$/).waitFor();
  const pool = await devnet.poolOf(wallet.address);
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: new RegExp(pool.slice(0, 8), "i") }) });

  await page.goto("/stake");
  await row.filter({ hasText: /3\.25\s%/ }).waitFor();
  const search = page.getByRole("search", { name: "Find a pool" });
  const fee = search.getByLabel("Fee at most");
  await fee.fill("not a fee");
  await fee.blur();
  await search.getByText("This isn't a figure.").waitFor();
  await fee.fill("3");
  await fee.press("Enter");
  await row.waitFor({ state: "detached" });
  await fee.fill("3.25");
  await fee.press("Enter");
  await row.waitFor();
  // Half of a node's stake is inside or kept; nobody else may bring more than the rest.
  await search.getByLabel("Takes at least").fill("10001");
  await search.getByLabel("Takes at least").press("Enter");
  await row.waitFor({ state: "detached" });
  await search.getByLabel("Takes at least").fill("10000");
  await search.getByLabel("Takes at least").press("Enter");
  await row.waitFor();
  await search.getByLabel("Order").selectOption("Lowest fee");
  await expect.poll(() => new URL(page.url()).searchParams.get("sort")).toBe("fee");
  await search.getByLabel("Search").fill(wallet.address.toLowerCase());
  await search.getByLabel("Search").press("Enter");
  await row.waitFor();
  // Shared, it shows the same to somebody else.
  const elsewhere = await open();
  await elsewhere.goto(page.url());
  await elsewhere
    .getByRole("row")
    .filter({ hasText: /3\.25\s%/ })
    .waitFor();
  expect(await elsewhere.getByLabel("Fee at most").inputValue()).toBe("3.25");
  await search.getByLabel("Search").fill("nobody has this");
  await search.getByLabel("Search").press("Enter");
  await page.getByText("Nothing fits", { exact: true }).waitFor();

  await openPool(page, pool);
  await page.getByRole("button", { name: "Cancel the pool…" }).click();
  await agree(page, "Return everything");
  // Left before the wallet was asked, nothing would be sent.
  await page.getByRole("button", { name: /Contribute and open the pool$/ }).waitFor();
  await page.goto("/stake");
  await page.getByRole("heading", { name: "Stake" }).waitFor();
  await row.waitFor({ state: "detached" });
});

test("rewards day by day: what the page offers as CSV is what the network has credited", async ({ open, devnet }) => {
  const { wallet, page } = await openWallet({ open, devnet }, { privateKey: devnet.account("node1").privateKey });
  await page.goto("/rewards");
  const csv = page.getByRole("link", { name: "Download CSV of this range" });
  await csv.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), csv.click()]);
  const [header, ...lines] = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
  expect(header).toBe("day,node,base_units,sesh");
  // To a fraction of a base unit in the file, in whole ones in the answer.
  const sum = (amounts: readonly (string | undefined)[]) => amounts.reduce((all, one) => all + Number(one), 0);
  const inFile = sum(lines.map((line) => line.split(",")[2]));
  expect(inFile).toBeGreaterThan(0);
  // Blocks have gone on since the file was made.
  const { items } = await devnet.indexer.getRewardHistory({ address: wallet.address });
  expect(sum(items.map(({ amount }) => amount))).toBeGreaterThan(inFile - 1);
  expect(sum(items.map(({ amount }) => amount))).toBeLessThan(inFile * 1.5);
});

test("what a stake would earn is reckoned from the chain's own figures, and the address keeps the question", async ({
  open,
}) => {
  const page = await open();
  await page.goto("/calculator");
  const stake = page.getByLabel("Your stake");
  const perYear = factOf(page, "a year", /\d/);
  const readYear = async () => Number((await perYear.textContent())?.replaceAll(/[^\d.]/g, ""));
  await stake.fill("1000");
  const once = await readYear();
  await stake.fill("2000");
  await expect.poll(readYear).toBeGreaterThan(once * 1.99);
  expect(await readYear()).toBeLessThan(once * 2.01);
  await stake.blur();
  await expect.poll(() => new URL(page.url()).search).toContain("2000");
  await page.reload();
  expect(await stake.inputValue()).toBe("2000");
  await stake.fill("a lot");
  await page.getByText("Enter a stake and a fee").waitFor();
});
