import { stripVTControlCharacters } from "node:util";

/** How a suite ended, in tests. */
export type Counts = { passed: number; failed: number; skipped: number };

type VitestFile = { status?: unknown; assertionResults?: unknown };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** A file that failed as a whole (it did not load, or a hook threw) has no failed test of its own. */
function isCrashed(file: VitestFile): boolean {
  const tests = Array.isArray(file.assertionResults) ? file.assertionResults : [];
  return file.status === "failed" && !tests.some((test) => isObject(test) && test.status === "failed");
}

/** What a program's end adds to its counts: a failure without a failed test, or no test at all, is one failure. */
function withExit(counts: Counts, exitCode: number): Counts {
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  const failedSilently = exitCode !== 0 && counts.failed === 0;
  return ranNothing || failedSilently ? { ...counts, failed: counts.failed + 1 } : counts;
}

/**
 * Counts a Vitest run.
 * @param report content of its JSON report; undefined when it wrote none
 * @param exitCode of the run: an unhandled rejection fails a run in which every test passed
 */
export function countVitest(report: string | undefined, exitCode: number): Counts {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (report === undefined) return withExit(none, exitCode);
  const parsed: unknown = JSON.parse(report);
  if (!isObject(parsed)) return withExit(none, exitCode);
  const files = Array.isArray(parsed.testResults) ? parsed.testResults.filter(isObject) : [];
  const crashed = files.filter(isCrashed).length;
  const counts = {
    passed: numberOf(parsed.numPassedTests),
    failed: numberOf(parsed.numFailedTests) + crashed,
    skipped: numberOf(parsed.numPendingTests) + numberOf(parsed.numTodoTests),
  };
  return withExit(counts, exitCode);
}

/**
 * Counts a `hardhat test` run by the summary it prints last, for example `12 passing (10 nodejs, 2 solidity)`.
 * @param output of the run, with or without colours
 */
export function countHardhat(output: string, exitCode: number): Counts {
  const plain = stripVTControlCharacters(output);
  const last = (word: string) =>
    Number([...plain.matchAll(new RegExp(`^(\\d+) ${word} \\(.*\\)$`, "gm"))].at(-1)?.[1] ?? 0);
  return withExit(
    { passed: last("passing"), failed: last("failing"), skipped: last("skipped") + last("todo") },
    exitCode,
  );
}

/**
 * Counts the checks of `tools/check.ts`: one test each.
 * @param report `{"checks": [{"name", "problems": […]}]}`; undefined when it wrote none
 */
export function countChecks(report: string | undefined, exitCode: number): Counts {
  const parsed: unknown = report === undefined ? undefined : JSON.parse(report);
  const checks = isObject(parsed) && Array.isArray(parsed.checks) ? parsed.checks.filter(isObject) : [];
  const failed = checks.filter(({ problems }) => !Array.isArray(problems) || problems.length > 0).length;
  return withExit({ passed: checks.length - failed, failed, skipped: 0 }, exitCode);
}

/**
 * Counts a program that measures by itself: the last line it prints that is a JSON object with `passed` and `failed`.
 * @param output for example `…\n{"killed": 70, "passed": 70, "failed": 0}`; a run that ends without such a line failed
 */
export function countCases(output: string, exitCode: number): Counts {
  const cases = output.split("\n").flatMap(parseCases).at(-1);
  return withExit({ passed: cases?.passed ?? 0, failed: cases?.failed ?? 0, skipped: 0 }, exitCode);
}

function parseCases(line: string): { passed: number; failed: number }[] {
  if (!line.startsWith("{")) return [];
  try {
    const parsed: unknown = JSON.parse(line);
    if (!isObject(parsed) || typeof parsed.passed !== "number" || typeof parsed.failed !== "number") return [];
    return [{ passed: parsed.passed, failed: parsed.failed }];
  } catch (error) {
    // A line of the program's own that only begins like one.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** One type check: passed or failed by its exit code alone. */
export function countExit(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** The sum of several suites. */
export function sum(all: readonly Counts[]): Counts {
  const add = (a: Counts, b: Counts) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  });
  return all.reduce(add, { passed: 0, failed: 0, skipped: 0 });
}
