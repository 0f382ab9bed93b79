/**
 * Coverage of lines and statements of the project's contracts: builds an instrumented copy, puts its bytecode where the
 * tests take theirs from, runs them all, and fails below the least. Tests that measure gas or code, which
 * instrumentation changes, may fail in the copy; `hardhat test` is where they have to pass.
 *
 *   npm run coverage -w @session/contracts
 */
import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./builds.ts";
import { judgeCoverage } from "./judgeCoverage.ts";
import { createWorkCopy } from "./workCopy.ts";

/** Percent. */
const LEAST = 98;
const copy = createWorkCopy(false);
try {
  await run(["node_modules/hardhat/dist/src/cli.js", "build", "--coverage"]);
  await run(["scripts/generate.ts"]);
  const output = await run(["node_modules/hardhat/dist/src/cli.js", "test", "--coverage"], true);
  process.exitCode = report(output);
} finally {
  copy.remove();
}

/** Runs a program in the copy, shows what it prints, and gives it back. */
async function run([script = "", ...args]: readonly string[], mayFail = false): Promise<string> {
  const path = script.startsWith("node_modules") ? join(root, "../..", script) : script;
  const child = spawn(process.execPath, [path, ...args], {
    cwd: copy.folder,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0 && !mayFail) throw new Error(`${script} ${args.join(" ")} ended with ${code}`);
  return output;
}

/** Keeps the lcov report beside the package and prints what is missed. */
function report(output: string): number {
  const from = join(copy.folder, "coverage");
  if (!existsSync(join(from, "lcov.info"))) throw new Error("no coverage was written");
  rmSync(join(root, "coverage"), { recursive: true, force: true });
  cpSync(from, join(root, "coverage"), { recursive: true });
  const { ok, lines } = judgeCoverage(output, readFileSync(join(from, "lcov.info"), "utf8"), LEAST);
  for (const line of lines) console.log(line);
  return ok ? 0 : 1;
}
