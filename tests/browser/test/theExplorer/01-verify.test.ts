import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Devnet } from "../support/devnet.ts";
import { test } from "../support/test.ts";

type Certificate = { signature: string; absent: number[]; signed: number[] };
type Answer = { claimsRoot: string; certificate: Certificate };
/** A node may have too few signatures yet; then the page asks the next. */
type AnyAnswer = Answer | { certificate: null };
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
    const json = (await response.json()) as AnyAnswer;
    if (json.certificate !== null) alter(json as Answer);
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
  const folder = await folderWithNoble();
  try {
    const data = await download(page, "Download the data", folder);
    const script = await download(page, "Download the script", folder);
    expect([data, script]).toEqual([expect.stringMatching(/\/checkpoint-\d+\.json$/), join(folder, "verify.mjs")]);
    const verified = await runScript(script, data);
    expect(verified.lines).toEqual(expect.arrayContaining([expect.stringMatching(/^ok\s+signature$/)]));
    expect([verified.exitCode, verified.lines.filter((line) => line.startsWith("FAILED"))]).toEqual([0, []]);

    const bundle = JSON.parse(await readFile(data, "utf8")) as { certificate: Certificate };
    bundle.certificate.signature = flipped(bundle.certificate.signature);
    await writeFile(data, JSON.stringify(bundle));
    const refused = await runScript(script, data);
    expect([refused.exitCode, refused.lines.at(-1)]).toEqual([1, expect.stringMatching(/^FAILED\s+signature$/)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** A reader's folder: noble is installed in it, and nothing of ours. */
async function folderWithNoble(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sb-verify-"));
  const explorer = createRequire(join(import.meta.dirname, "../../../../apps/explorer/package.json"));
  await mkdir(join(folder, "node_modules/@noble"), { recursive: true });
  for (const name of ["@noble/curves", "@noble/hashes"])
    await symlink(join(explorer.resolve(`${name}/utils.js`), ".."), join(folder, "node_modules", name));
  return folder;
}

/** @returns where it was saved, under the name the page gave it */
async function download(page: Page, button: string, folder: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const file = await started;
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

function runScript(script: string, data: string): Promise<{ lines: string[]; exitCode: number }> {
  return new Promise((resolve) =>
    execFile(process.execPath, [script, data], (error, stdout) =>
      resolve({ lines: stdout.trim().split("\n"), exitCode: typeof error?.code === "number" ? error.code : 0 }),
    ),
  );
}

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
