import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { root } from "../../scripts/builds.ts";

const solhint = join(dirname(createRequire(import.meta.url).resolve("solhint/package.json")), "solhint.js");

/** Exit code and output of solhint with the package's rules, as `npm run solhint` runs it. */
async function lint(cwd: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const run = promisify(execFile)(process.execPath, [solhint, "--disc", "--noPoster", "--max-warnings", "0", ...args], {
    cwd,
  });
  return run.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, output: stdout }),
  );
}

describe("solhint", () => {
  it("finds nothing in the contracts", async () => {
    const { code, output } = await lint(root, "contracts/**/*.sol");
    assert.equal(output.trim(), "");
    assert.equal(code, 0);
  });

  it("finds something where there is something", async () => {
    const folder = await mkdtemp(join(tmpdir(), "solhint-"));
    const source =
      "pragma solidity ^0.8.37; contract Faulty { function f() external returns (bool) { return tx.origin == msg.sender; } }";
    await writeFile(join(folder, "Faulty.sol"), source);
    const { code, output } = await lint(folder, "--config", join(root, ".solhint.json"), "Faulty.sol");
    await rm(folder, { recursive: true });
    assert.notEqual(code, 0);
    assert.match(output, /avoid-tx-origin/);
  });
});
