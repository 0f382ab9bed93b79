import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, afterEach, describe, it } from "node:test";
import { root } from "../../scripts/builds.ts";
import { isNamed, parseClaims, testNames } from "./support/claims.ts";

const page = readFileSync(join(root, "../../docs/contracts/trust.md"), "utf8");
const claims = parseClaims(page);

/** Tests of this run by file and name, whether they passed. Hooks of the outermost level see those of every file. */
const results = new Map<string, Map<string, boolean>>();
afterEach((t) => {
  // Also given to hooks of a suite, which have neither.
  if (!("passed" in t) || t.filePath === undefined) return;
  const file = relative(join(root, "test"), t.filePath).replaceAll("\\", "/");
  const tests = results.get(file) ?? new Map<string, boolean>();
  tests.set(t.name, t.passed);
  results.set(file, tests);
});

after(() => {
  // A run of some files says nothing about the others.
  const unproven = claims.filter(({ file, test }) => {
    const tests = results.get(file);
    return tests !== undefined && ![...tests].some(([name, passed]) => passed && isNamed(test, name));
  });
  // Hardhat's summary counts tests only, a failed hook of the outermost level is none.
  if (unproven.length > 0) process.exitCode = 1;
  assert.deepEqual(
    unproven.map(({ file, test }) => `${file}: ${test}`),
    [],
    "docs/contracts/trust.md claims what no test of this run has proved",
  );
});

describe("docs/contracts/trust.md", () => {
  it("names a test for every claim, and each of them exists", () => {
    assert.ok(claims.length >= 40);
    for (const { claim, file, test } of claims) {
      const path = join(root, "test", file);
      assert.ok(existsSync(path), `${file}, for: ${claim}`);
      assert.ok(testNames(readFileSync(path, "utf8")).includes(test), `${file} has no test “${test}”, for: ${claim}`);
    }
  });

  it("has no row that can't be read", () => {
    const rows = page.split("\n").filter((line) => /^\| (?!claim \|)/.test(line));
    assert.equal(claims.length, rows.length);
    assert.deepEqual(parseClaims("| Nobody can fly. | somewhere |"), []);
  });
});
