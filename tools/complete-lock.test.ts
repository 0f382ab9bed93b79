import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main, missingEntries, platformOf } from "./complete-lock.mjs";
import { repositoryRoot } from "./workspace.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeLock(packages: object): string {
  const file = join(folder, "package-lock.json");
  writeFileSync(file, `${JSON.stringify({ lockfileVersion: 3, packages }, null, 2)}\n`);
  return file;
}

const silent = () => undefined;

test.each([
  ["@biomejs/cli-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
  ["@nomicfoundation/edr-linux-arm64-gnu", { os: ["linux"], cpu: ["arm64"], libc: ["glibc"] }],
  ["@foundry-rs/anvil-darwin-amd64", { os: ["darwin"], cpu: ["x64"] }],
  ["@foundry-rs/anvil-linux-arm64", { os: ["linux"], cpu: ["arm64"] }],
  ["@nx/nx-win32-x64-msvc", { os: ["win32"], cpu: ["x64"] }],
  ["fsevents", undefined],
  ["@tailwindcss/oxide-wasm32-wasi", { cpu: ["wasm32"] }],
])("platform of %s", (name, expected) => {
  expect(platformOf(name)).toEqual(expected);
});

test("adds what is missing once, keeps what is there, and then passes its own check", () => {
  const present = { version: "1.0.0", integrity: "sha512-x", optional: true };
  const file = writeLock({
    "": { name: "root" },
    "node_modules/tool": {
      version: "1.0.0",
      dev: true,
      optionalDependencies: { "tool-linux-x64": "1.0.0", "tool-darwin-arm64": "1.0.0" },
    },
    "node_modules/tool-linux-x64": present,
    "packages/a/node_modules/b": { version: "2.0.0", optionalDependencies: { "tool-linux-x64": "1.0.0" } },
  });
  expect(main(["--check", file], silent)).toBe(1);
  expect(main([file], silent)).toBe(0);
  expect(main(["--check", file], silent)).toBe(0);
  const first = readFileSync(file, "utf8");
  const { packages } = JSON.parse(first);
  expect(packages["node_modules/tool-linux-x64"]).toEqual(present);
  expect(packages["node_modules/tool-darwin-arm64"]).toEqual({
    version: "1.0.0",
    dev: true,
    optional: true,
    os: ["darwin"],
    cpu: ["arm64"],
  });
  expect(Object.keys(packages)).toHaveLength(5);
  main([file], silent);
  expect(readFileSync(file, "utf8")).toBe(first);
});

test("an entry it can't know is reported, not invented", () => {
  const file = writeLock({
    "node_modules/a": { version: "1.0.0", optionalDependencies: { fsevents: "2.3.3", "b-linux-x64": "^1.0.0" } },
  });
  expect(main([file], silent)).toBe(1);
  expect(main(["--check", file], silent)).toBe(1);
  expect(missingEntries(JSON.parse(readFileSync(file, "utf8"))).map(({ entry }) => entry)).toEqual([
    undefined,
    undefined,
  ]);
});

test("the repository's lock is complete", () => {
  expect(main(["--check", join(repositoryRoot, "package-lock.json")], silent)).toBe(0);
});
