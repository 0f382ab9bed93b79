/**
 * Coverage of lines and statements of the project's contracts: builds an instrumented copy, puts its bytecode where the
 * tests take theirs from, runs them all, and fails below the least. Tests that measure gas or code, which
 * instrumentation changes, may fail in the copy; `hardhat test` is where they have to pass.
 *
 *   npm run coverage -w @session/contracts
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./builds.ts";
import { createWorkCopy } from "./workCopy.ts";

/** Percent. */
const LEAST = 98;
/** Test harnesses and what only devnets deploy. */
const NOT_OURS = /^contracts\/(testing|devnet)\//;

const copy = createWorkCopy(false);
try {
  run(["node_modules/hardhat/dist/src/cli.js", "build", "--coverage"]);
  run(["scripts/generate.ts"]);
  run(["node_modules/hardhat/dist/src/cli.js", "test", "--coverage"], true);
  process.exitCode = report();
} finally {
  copy.remove();
}

function run([script = "", ...args]: readonly string[], mayFail = false): void {
  const path = script.startsWith("node_modules") ? join(root, "../..", script) : script;
  const { status } = spawnSync(process.execPath, [path, ...args], { cwd: copy.folder, stdio: "inherit" });
  if (status !== 0 && !mayFail) throw new Error(`${script} ${args.join(" ")} ended with ${status}`);
}

type Covered = { readonly file: string; readonly lines: number; readonly hit: number; readonly missed: number[] };

/** Reads the lcov report, keeps it beside the package, prints what is missed. */
function report(): number {
  const from = join(copy.folder, "coverage");
  if (!existsSync(join(from, "lcov.info"))) throw new Error("no coverage was written");
  rmSync(join(root, "coverage"), { recursive: true, force: true });
  cpSync(from, join(root, "coverage"), { recursive: true });
  const files = readFileSync(join(from, "lcov.info"), "utf8").split("end_of_record").flatMap(parse);
  for (const { file, lines, hit, missed } of files)
    console.log(
      `${percent(hit, lines).padStart(6)} % ${file}${missed.length > 0 ? `  missed: ${missed.join(" ")}` : ""}`,
    );
  const lines = files.reduce((sum, one) => sum + one.lines, 0);
  const hit = files.reduce((sum, one) => sum + one.hit, 0);
  const covered = lines === 0 ? 0 : (100 * hit) / lines;
  console.log(
    JSON.stringify({ ok: covered >= LEAST, linesPercent: Number(percent(hit, lines)), least: LEAST, lines, hit }),
  );
  return covered >= LEAST ? 0 : 1;
}

function parse(record: string): Covered[] {
  const file = /^SF:(.*)$/m.exec(record)?.[1];
  if (file === undefined || NOT_OURS.test(file)) return [];
  const lines = [...record.matchAll(/^DA:(\d+),(\d+)$/gm)].map(
    ([, line, count]) => [Number(line), Number(count)] as const,
  );
  const missed = lines.filter(([, count]) => count === 0).map(([line]) => line);
  return [{ file, lines: lines.length, hit: lines.length - missed.length, missed }];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "0" : ((100 * part) / whole).toFixed(1);
}
