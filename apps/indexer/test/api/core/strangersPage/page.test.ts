import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, it, onTestFinished } from "vitest";
import { fillHistory } from "../history.ts";
import { openFilled, openTestApi } from "../support.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const modules = join(dirname(require.resolve("typescript/package.json")), "..");
const TSC = join(modules, "typescript", "bin", "tsc");
const SETTINGS = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, skipLibCheck: true, target: "es2024", module: "nodenext", types: ["node"] },
    allowImportingTsExtensions: true,
  },
  files: ["page.ts"],
};

/** A field there isn't, an amount taken for a number, a parameter and a path nobody knows. */
const MISTAKES = [
  ["operator, state", "operatr, state"],
  ["BigInt(deposit) / 1_000_000_000n", "deposit / 1_000_000_000"],
  ["{ limit: 10 }", "{ limits: 10 }"],
  ['GET("/v1/blocks/{id}", { params: { path: { id: 999', 'GET("/v1/block/{id}", { params: { path: { id: 999'],
] as const;

/** A folder with nothing of ours: the document's types, the page, and public packages. */
async function makeFolder(url: string, page: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "session-page-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const document = await (await fetch(`${url}/docs/json`)).text();
  await writeFile(join(folder, "api.d.ts"), astToString(await openapiTS(document)));
  await writeFile(join(folder, "page.ts"), page);
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(SETTINGS));
  await symlink(modules, join(folder, "node_modules"));
  return folder;
}

const typeErrors = (folder: string): Promise<string> =>
  run(process.execPath, [TSC, "-p", folder]).then(
    () => "",
    ({ stdout }: { stdout: string }) => stdout,
  );

it("somebody else builds a page from the OpenAPI document with a generated client alone", async () => {
  const { database, history } = await openFilled("pglite", fillHistory);
  onTestFinished(() => database.close());
  const { url } = await (await openTestApi(database)).listen();
  const page = await readFile(join(import.meta.dirname, "page.ts.txt"), "utf8");
  expect(page).not.toContain("@session");
  const folder = await makeFolder(url, page);
  expect(await typeErrors(folder)).toBe("");
  const { stdout } = await run(process.execPath, [join(folder, "page.ts"), url]);
  expect(stdout.match(/<tr>/g)?.length).toBeGreaterThanOrEqual(1);
  expect(stdout).toMatch(/<td>258<\/td><td>0x[0-9a-fA-F]{40}<\/td><td>\w+<\/td><td>25000 SESH<\/td>/);
  for (const { block, hash } of history.builder.built.slice(-3))
    expect(stdout).toContain(`<li>${block.header.height} 0x${Buffer.from(hash).toString("hex")} 0 events</li>`);
  expect(stdout).toContain("Block 12: 5 signed. Block 999: NOT_FOUND");
  // The types mean something: none of these lines passes.
  const wrong = MISTAKES.reduce((text, [before, after]) => text.replace(before, after), page);
  await writeFile(join(folder, "page.ts"), wrong);
  const errors = await typeErrors(folder);
  for (const [, after] of MISTAKES) {
    const line = wrong.slice(0, wrong.indexOf(after)).split("\n").length;
    expect(errors).toMatch(new RegExp(`page\\.ts\\((${line}|${line + 1}),`));
  }
}, 240_000);
