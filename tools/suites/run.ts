import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Counts, countCases, countChecks, countExit, countHardhat, countVitest } from "./counts.ts";
import type { Suite } from "./plan.ts";
import { runProgram } from "./program.ts";
import { missingFor } from "./requirements.ts";

export type SuiteResult = Counts & { suite: string; seconds: number; output: string };

export type RunOptions = { root: string; isCi: boolean; signal: AbortSignal; print: (line: string) => void };

// Two cores are what a CI machine has; more projects at once only slow each other into their time limits.
const PARALLEL = 2;
const TIMEOUT_MS = 45 * 60_000;

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function count(suite: Suite, report: string, exitCode: number, output: string): Counts {
  if (suite.kind === "types") return countExit(exitCode);
  if (suite.kind === "hardhat") return countHardhat(output, exitCode);
  if (suite.kind === "cases") return countCases(output, exitCode);
  if (suite.kind === "lint") return countChecks(readIfThere(report), exitCode);
  return countVitest(readIfThere(report), exitCode);
}

async function runSuite(suite: Suite, options: RunOptions): Promise<SuiteResult> {
  const missing = missingFor(suite, options.isCi);
  if (missing !== undefined) {
    const output = missing.sentences.map((sentence) => `${suite.name} ${sentence}`).join("\n");
    const counts = { passed: 0, failed: missing.isFailure ? 1 : 0, skipped: missing.isFailure ? 0 : 1 };
    return { suite: suite.name, seconds: 0, output, ...counts };
  }
  const reports = join(options.root, ".reports");
  const report = join(reports, `${suite.kind === "lint" ? "lint" : basename(suite.project.folder)}.json`);
  if (suite.kind === "lint" || suite.kind === "vitest") rmSync(report, { force: true });
  const cwd = join(options.root, suite.project.folder);
  // Suites start programs from their sources: stripping types and compiling once saves a third of each start.
  const compiled = join(options.root, "node_modules", ".cache", "compiled");
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env, FORCE_COLOR: "0", NO_COLOR: "1" };
  const { exitCode, output, seconds } = await runProgram(suite.line, {
    cwd,
    env,
    timeoutMs: TIMEOUT_MS,
    signal: options.signal,
  });
  writeFileSync(join(reports, `${suite.name.replaceAll(" ", "-")}.log`), output);
  return { suite: suite.name, seconds, output, ...count(suite, report, exitCode, output) };
}

function describe(result: SuiteResult): string {
  const { suite, passed, failed, skipped, seconds, output } = result;
  const mark = failed > 0 ? "FAIL" : passed === 0 ? "skip" : "ok  ";
  const counts = [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const line = `${mark} ${suite}: ${counts.join(", ")} (${seconds.toFixed(1)} s)`;
  return mark === "ok  " ? line : `${output.trimEnd()}\n${line}`;
}

/**
 * Hands out suites in their order, passing over those that hold what a running one holds.
 * @returns `next`, which waits while all that is left is held; undefined when nothing is left, or after an interrupt
 */
function createQueue(suites: readonly Suite[], signal: AbortSignal) {
  const waiting = [...suites];
  const held = new Set<string>();
  let freed = Promise.withResolvers<void>();
  const isFree = ({ holds }: Suite) => holds === undefined || !held.has(holds);
  return {
    async next(): Promise<Suite | undefined> {
      while (!signal.aborted && waiting.length > 0 && !waiting.some(isFree)) await freed.promise;
      if (signal.aborted) return undefined;
      const [suite] = waiting.splice(Math.max(0, waiting.findIndex(isFree)), 1);
      if (suite?.holds !== undefined) held.add(suite.holds);
      return suite;
    },
    release({ holds }: Suite): void {
      if (holds === undefined) return;
      held.delete(holds);
      freed.resolve();
      freed = Promise.withResolvers();
    },
  };
}

/**
 * Runs suites, two at once and those that run alone after all others, printing each when it has ended (with its output
 * when it failed). Logs and reports go to `.reports/`.
 */
export async function runSuites(suites: readonly Suite[], options: RunOptions): Promise<SuiteResult[]> {
  mkdirSync(join(options.root, ".reports"), { recursive: true });
  const results: SuiteResult[] = [];
  const drain = async (queue: ReturnType<typeof createQueue>) => {
    for (let suite = await queue.next(); suite !== undefined; suite = await queue.next()) {
      const result = await runSuite(suite, options).finally(() => queue.release(suite));
      results.push(result);
      options.print(describe(result));
    }
  };
  const shared = createQueue(
    suites.filter(({ runsAlone }) => !runsAlone),
    options.signal,
  );
  await Promise.all(Array.from({ length: PARALLEL }, () => drain(shared)));
  await drain(
    createQueue(
      suites.filter(({ runsAlone }) => runsAlone),
      options.signal,
    ),
  );
  return results;
}
