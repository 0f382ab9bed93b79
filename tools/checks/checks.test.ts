import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { repositoryRoot } from "../workspace.ts";
import { runBiome } from "./biome.ts";
import { listFiles, readTexts } from "./files.ts";
import { findLockProblems } from "./lock.ts";
import { findManifestProblems } from "./manifests.ts";
import { findLongFiles, findMachinePaths, findRegistrySettings } from "./texts.ts";

const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);
const folders: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "checks-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("manifests", () => {
  const check = (path: string, manifest: object) =>
    codes(findManifestProblems([{ path, text: JSON.stringify(manifest) }]));
  const good = { name: "@session/l2", nx: { name: "l2" }, dependencies: { viem: "2.57.1", x: "1.0.0-rc.1" } };

  test("a good one passes", () => expect(check("packages/l2/package.json", good)).toEqual([]));

  test.each(["^1.0.0", "~1.0.0", "*", "latest", "1.x", ">=1", "workspace:*", "1.0"])("%s is a range", (version) => {
    expect(check("packages/l2/package.json", { ...good, devDependencies: { y: version } })).toEqual(["MANIFEST_RANGE"]);
  });

  test("a name other than the folder's", () => {
    expect(check("packages/l2/package.json", { ...good, nx: { name: "layer2" } })).toEqual(["MANIFEST_NX_NAME"]);
    expect(check("packages/l2/package.json", { ...good, name: "l2" })).toEqual(["MANIFEST_NAME"]);
  });

  test("Vitest without the shared settings", () => {
    const path = "packages/l2/package.json";
    const text = JSON.stringify({ ...good, scripts: { test: "vitest run" } });
    const settings = (content: string) => ({ path: "packages/l2/vitest.config.ts", text: content });
    const own = settings('import { defineConfig } from "vitest/config"; export default defineConfig({});');
    const shared = settings('export { default } from "../../tools/vitest.config.ts";');
    expect(codes(findManifestProblems([{ path, text }]))).toEqual(["MANIFEST_TEST_SETTINGS"]);
    expect(codes(findManifestProblems([{ path, text }, own]))).toEqual(["MANIFEST_TEST_SETTINGS"]);
    expect(findManifestProblems([{ path, text }, shared])).toEqual([]);
    const drawn = settings('import shared from "../../tools/vitest.jsdom.config.ts"; export default shared;');
    expect(findManifestProblems([{ path, text }, drawn])).toEqual([]);
  });

  test("a workspace package called node would replace the runtime", () => {
    expect(check("apps/node/package.json", { name: "node", nx: { name: "node" } })).toEqual(["MANIFEST_NAME"]);
    expect(check("apps/node/package.json", { name: "@session/session-node", nx: { name: "node" } })).toEqual([]);
  });
});

describe("lock file", () => {
  const entry = { version: "1.0.0", integrity: "sha512-x" };
  const check = (packages: object, allow = {}) => codes(findLockProblems(JSON.stringify({ packages }), allow));

  test("a good one passes", () => expect(check({ "node_modules/a": entry })).toEqual([]));

  test("a download address", () => {
    const resolved = "https://registry.npmjs.org/a/-/a-1.0.0.tgz";
    expect(check({ "node_modules/a": { ...entry, resolved } })).toEqual(["LOCK_RESOLVED"]);
    expect(check({ "node_modules/a": { resolved: "packages/a", link: true } })).toEqual([]);
  });

  test("a platform package left out", () => {
    const parent = { ...entry, optionalDependencies: { "a-darwin-arm64": "1.0.0" } };
    expect(check({ "node_modules/a": parent })).toEqual(["LOCK_INCOMPLETE"]);
    expect(check({ "node_modules/a": parent, "node_modules/a-darwin-arm64": { ...entry, optional: true } })).toEqual(
      [],
    );
  });

  test("an install script nobody decided on", () => {
    const scripted = { "node_modules/a": { ...entry, hasInstallScript: true } };
    expect(check(scripted)).toEqual(["LOCK_SCRIPT"]);
    expect(check(scripted, { "a@0.9.0": true })).toEqual(["LOCK_SCRIPT"]);
    expect(check(scripted, { "a@1.0.0": true })).toEqual([]);
    expect(check(scripted, { a: false })).toEqual([]);
  });

  test("a required package without hash", () => {
    expect(check({ "node_modules/a": { version: "1.0.0" } })).toEqual(["LOCK_INTEGRITY"]);
  });
});

describe("texts", () => {
  const lines = (count: number) => "x\n".repeat(count);

  test("300 lines are allowed, 301 are not", () => {
    expect(findLongFiles([{ path: "a/b.ts", text: lines(300) }])).toEqual([]);
    expect(codes(findLongFiles([{ path: "a/b.ts", text: lines(301) }]))).toEqual(["FILE_TOO_LONG"]);
    expect(codes(findLongFiles([{ path: "a/B.sol", text: lines(301) }]))).toEqual(["FILE_TOO_LONG"]);
  });

  test("generated files, vectors and prose may be longer", () => {
    for (const path of ["a/generated/b.ts", "a/b.generated.ts", "a/vectors/b.ts", "docs/a.md", "a/b.json"])
      expect(findLongFiles([{ path, text: lines(301) }])).toEqual([]);
  });

  // Put together here, so that this file does not find itself.
  const path = (...parts: string[]) => `/${parts.join("/")}`;

  test.each([path("root", "project"), path("home", "ada", "x"), path("Users", "ada", "x"), path("work", "main")])(
    "%s",
    (found) => {
      expect(codes(findMachinePaths([{ path: "a.md", text: `ok\nsee ${found} there` }]))).toEqual(["MACHINE_PATH"]);
      expect(codes(findMachinePaths([{ path: "a.ts", text: `const a = "${found}";` }]))).toEqual(["MACHINE_PATH"]);
    },
  );

  test.each([
    `/v1${path("root", "x")}`,
    `https://a.example${path("home", "x", "y")}`,
    `.${path("work", "x")}`,
    `packages${path("work", "x")}`,
    path("tmp", "x"),
    path("usr", "bin", "x"),
  ])("%s is none", (text) => {
    expect(findMachinePaths([{ path: "a.md", text }])).toEqual([]);
  });

  test("a registry in .npmrc", () => {
    const line = "omit-lockfile-registry-resolved=true\n";
    expect(findRegistrySettings([{ path: ".npmrc", text: line }])).toEqual([]);
    expect(codes(findRegistrySettings([{ path: ".npmrc", text: `${line}registry=https://x.example` }]))).toEqual([
      "REGISTRY_SETTING",
    ]);
  });
});

describe("Biome", () => {
  /** A checkout with the repository's settings and one file. */
  function checkout(name: string, text: string): string {
    const root = temporaryFolder();
    spawnSync("git", ["init", "-q", root]);
    copyFileSync(join(repositoryRoot, "biome.json"), join(root, "biome.json"));
    symlinkSync(join(repositoryRoot, "node_modules"), join(root, "node_modules"));
    writeFileSync(join(root, ".gitignore"), "node_modules\n");
    writeFileSync(join(root, name), text);
    return root;
  }

  test("a good file passes", () => {
    expect(runBiome(checkout("good.ts", "export const a = 1;\n"))).toEqual([]);
  });

  test.each([
    ["format", "export const a=1\n"],
    ["noExplicitAny", "export const a = (b: any) => b;\n"],
    ["noNonNullAssertion", "export const a = (b: number[]) => b.at(0)!;\n"],
    ["noDefaultExport", "export default 1;\n"],
    ["noEnum", "export enum A {\n  B = 1,\n}\n"],
    ["noUnusedFunctionParameters", "export const a = (b: number) => 1;\n"],
    ["noExcessiveLinesPerFunction", `export function a(b: number) {\n${"  b.toFixed();\n".repeat(61)}}\n`],
  ])("%s is found", (rule, text) => {
    const problems = runBiome(checkout("planted.ts", text));
    expect(codes(problems)).toEqual(["BIOME"]);
    expect(problems[0]?.what).toContain(rule);
  });
});

test("files: tracked and new ones count, ignored and deleted ones do not, with git and without", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "node_modules"));
  for (const path of ["a.ts", "gone.ts", "node_modules/b.ts", "photo.png"]) writeFileSync(join(root, path), "");
  writeFileSync(join(root, ".gitignore"), "node_modules/\n");
  rmSync(join(root, "gone.ts"));
  expect(readTexts(root, listFiles(root)).map(({ path }) => path)).toEqual(
    [".gitignore", "a.ts"].filter((path) => listFiles(root).includes(path)),
  );
  expect(listFiles(root)).not.toContain("node_modules/b.ts");
  writeFileSync(join(root, "gone.ts"), "");
  spawnSync("git", ["init", "-q", root]);
  spawnSync("git", ["add", "."], { cwd: root });
  rmSync(join(root, "gone.ts"));
  writeFileSync(join(root, "new.ts"), "");
  expect(listFiles(root)).toEqual([".gitignore", "a.ts", "new.ts", "photo.png"]);
});
