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

type Covered = { readonly file: string; readonly missed: number[] };

/** Reads the lcov report, keeps it beside the package, prints what is missed. */
function report(output: string): number {
  const from = join(copy.folder, "coverage");
  if (!existsSync(join(from, "lcov.info"))) throw new Error("no coverage was written");
  rmSync(join(root, "coverage"), { recursive: true, force: true });
  cpSync(from, join(root, "coverage"), { recursive: true });
  const files = readFileSync(join(from, "lcov.info"), "utf8").split("end_of_record").flatMap(parse);
  for (const { file, missed } of files) if (missed.length > 0) console.log(`${file} missed: ${missed.join(" ")}`);
  // Hardhat's table: lines, then statements, of everything together.
  const total = /Total\s*│\s*([\d.]+)\s*│\s*([\d.]+)/.exec(output);
  const [lines, statements] = [Number(total?.[1] ?? 0), Number(total?.[2] ?? 0)];
  const count = (word: string) => Number(new RegExp(`^(\\d+) ${word} \\(`, "m").exec(output)?.[1] ?? 0);
  // One case for each threshold, counted by tools/suites/counts.ts.
  const failed = [lines, statements].filter((percent) => !(percent >= LEAST)).length;
  const cases = { passed: 2 - failed, failed };
  const ok = failed === 0 && files.length > 0;
  if (failed > 0)
    console.log(`${lines} % of lines and ${statements} % of statements are covered, ${LEAST} % are asked for`);
  const tests = { passed: count("passing"), failedWhenInstrumented: count("failing") };
  console.log(JSON.stringify({ ok, lines, statements, least: LEAST, files: files.length, tests, ...cases }));
  return ok ? 0 : 1;
}

function parse(record: string): Covered[] {
  const file = /^SF:(.*)$/m.exec(record)?.[1];
  if (file === undefined) return [];
  const lines = [...record.matchAll(/^DA:(\d+),(\d+)$/gm)].map(
    ([, line, count]) => [Number(line), Number(count)] as const,
  );
  const missed = lines.filter(([, count]) => count === 0).map(([line]) => line);
  return [{ file, missed }];
}
