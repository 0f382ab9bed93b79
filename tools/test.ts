// `npm test`: every check, type check and test of the workspace, summed in the last line.
//
//   npm test -- [--only <project>]… [--all] [--no-docker] [--list]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ToolError } from "./errors.ts";
import { sum } from "./suites/counts.ts";
import { planSuites } from "./suites/plan.ts";
import { runSuites } from "./suites/run.ts";
import { readWorkspace, repositoryRoot } from "./workspace.ts";

const OPTIONS = {
  only: { type: "string", multiple: true },
  all: { type: "boolean", default: false },
  "no-docker": { type: "boolean", default: false },
  list: { type: "boolean", default: false },
} as const;

function isCiMachine(): boolean {
  const value = process.env.CI;
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  const isCi = isCiMachine();
  const suites = planSuites(readWorkspace(repositoryRoot), {
    only: values.only ?? [],
    noDocker: values["no-docker"],
    isCi,
    all: values.all,
  });
  if (values.list) {
    for (const { name } of suites) console.log(name);
    return 0;
  }
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => abort.abort(signal));
  const results = await runSuites(suites, { root: repositoryRoot, isCi, signal: abort.signal, print: console.log });
  const unfinished = suites.length - results.length;
  const total = sum(results);
  const failed = total.failed + unfinished;
  const summary = { passed: total.passed, failed, skipped: total.skipped };
  const rows = results.map(({ output: _output, ...row }) => row);
  writeFileSync(
    join(repositoryRoot, ".reports", "summary.json"),
    `${JSON.stringify({ ...summary, suites: rows }, null, 2)}\n`,
  );
  for (const { suite } of results.filter((result) => result.failed > 0)) console.log(`failed: ${suite}`);
  if (unfinished > 0) console.log(`interrupted: ${unfinished} suites did not run`);
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof ToolError ? error.message : error);
  process.exitCode = 2;
}
