import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Devnet } from "../support/devnet.ts";
import { test } from "../support/test.ts";

type Certificate = { signature: string; absent: number[]; signed: number[] };
type Answer = { claimsRoot: string; certificate: Certificate };
type Alter = (answer: Answer) => void;

/** Height of the newest checkpoint that enough nodes have signed. */
async function newestCertified({ indexer }: Devnet): Promise<number> {
  const find = async () => {
    const { items } = await indexer.listCheckpoints({ limit: 20 });
    return items.find(({ signatures }) => signatures !== null)?.height ?? 0;
  };
  await expect.poll(find).toBeGreaterThan(0);
  return find();
}

const openExplorer = { acceptDownloads: true };

/** Verifies a checkpoint by the page's button; what nodes answer about it is altered on its way to the browser. */
async function verify(page: Page, devnet: Devnet, alter: Alter = () => undefined): Promise<void> {
  const height = await newestCertified(devnet);
  const { nodeApis } = await devnet.indexer.getParams();
  const isAsked = ({ href }: URL) => nodeApis.some((api) => href === `${api}/v1/checkpoints/${height}`);
  await page.route(isAsked, async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as Answer;
    alter(json);
    await route.fulfill({ response, json });
  });
  await page.goto(`${devnet.urlOf("explorer")}/checkpoints/${height}`);
  await page.getByRole("button", { name: "Verify in this browser" }).click();
  await page.getByRole("button", { name: "Verify again" }).waitFor();
}

/** A banner says it, after a word for its tone that only screen readers hear. */
async function expectNoFault(page: Page): Promise<void> {
  await page.getByText("Verified in this browser").or(page.getByText("Not proved entirely")).first().waitFor();
}

test("a checkpoint is verified in the reader's browser, and downloaded with what it takes to do so elsewhere", async ({
  open,
  devnet,
}) => {
  const page = await open(openExplorer);
  await verify(page, devnet);
  await expectNoFault(page);
  expect(await page.getByText("Refused: a step failed").count()).toBe(0);
  const steps = page.getByRole("list", { name: "Steps of the verification" });
  await steps
    .getByRole("listitem")
    .filter({ hasText: "Everyone else signed this digest" })
    .filter({ hasText: "done" })
    .waitFor();
  for (const [button, file] of [
    ["Download the data", /^checkpoint-\d+\.json$/] as const,
    ["Download the script", /^verify\.mjs$/] as const,
  ]) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    expect((await download).suggestedFilename()).toMatch(file);
  }
});

const flipped = (hex: string) => `${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}`;

test.for<[string, Alter, string]>([
  [
    "a flipped bit of the signature",
    (answer) => (answer.certificate.signature = flipped(answer.certificate.signature)),
    "Everyone else signed this digest",
  ],
  [
    "a wrong absentee",
    ({ certificate }) => (certificate.absent = [certificate.signed[0] ?? 0]),
    "Enough signed, and those absent are named",
  ],
  [
    "a wrong root",
    (answer) => (answer.claimsRoot = flipped(answer.claimsRoot)),
    "The block is the one that was signed",
  ],
])("%s is refused, and the step that failed is named", async ([, alter, step], { open, devnet }) => {
  const page = await open(openExplorer);
  await verify(page, devnet, (answer) => void alter(answer));
  await page.getByText("Refused: a step failed").waitFor();
  await page.getByText(`The step “${step}” is wrong.`).waitFor();
});

test("what an address has earned is checked against the newest checkpoint", async ({ open, devnet }) => {
  const height = await newestCertified(devnet);
  const { shares } = await devnet.indexer.getNode({ id: 1 });
  const page = await open(openExplorer);
  await page.goto(`${devnet.urlOf("explorer")}/checkpoints/${height}`);
  await page.getByLabel(/^Address, or id of a node/).fill(shares[0]?.beneficiary ?? "");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByText("Earned in all, as of this checkpoint:").waitFor();
  await expectNoFault(page);
});
