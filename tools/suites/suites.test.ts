import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Project } from "../workspace.ts";
import { countCases, countChecks, countExit, countHardhat, countVitest, sum } from "./counts.ts";
import { planSuites, type Suite } from "./plan.ts";
import { runSuites } from "./run.ts";

const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

describe("Vitest's report", () => {
  const report = (parts: object) => JSON.stringify({ numPassedTests: 0, numFailedTests: 0, testResults: [], ...parts });

  test("passed, failed and skipped tests", () => {
    expect(countVitest(report({ numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 }), 0)).toEqual(counts(3, 0, 2));
    const failedFile = { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] };
    expect(countVitest(report({ numPassedTests: 1, numFailedTests: 1, testResults: [failedFile] }), 1)).toEqual(
      counts(1, 1),
    );
  });

  test("a file that did not load is one failure", () => {
    const crashed = { status: "failed", assertionResults: [] };
    expect(countVitest(report({ numPassedTests: 5, testResults: [crashed, crashed] }), 1)).toEqual(counts(5, 2));
  });

  test("an unhandled rejection fails a run whose tests all passed", () => {
    expect(countVitest(report({ numPassedTests: 5 }), 1)).toEqual(counts(5, 1));
  });

  test("no report, and a run without any test, are failures", () => {
    expect(countVitest(undefined, 139)).toEqual(counts(0, 1));
    expect(countVitest(undefined, 0)).toEqual(counts(0, 1));
    expect(countVitest(report({}), 0)).toEqual(counts(0, 1));
  });
});

describe("Hardhat's summary", () => {
  test("sums of all runners, with colours", () => {
    const text =
      "\u001b[32m12 passing\u001b[39m (10 nodejs, 2 solidity)\n\u001b[31m1 failing\u001b[39m (1 nodejs)\n\u001b[36m2 skipped\u001b[39m (2 nodejs)\n";
    expect(countHardhat(text, 1)).toEqual(counts(12, 1, 2));
  });

  test("a compiler error is one failure", () => expect(countHardhat("Error HHE905", 1)).toEqual(counts(0, 1)));

  test("a summary printed by a test is not the one at the end", () => {
    expect(countHardhat("99 passing (99 fake)\n3 passing (3 nodejs)\n", 0)).toEqual(counts(3, 0));
  });
});

describe("a program that measures", () => {
  const last = (parts: object) => `killed (3 s) a fault\n{"passed": 9\n${JSON.stringify(parts)}\nand a word more\n`;

  test("its cases stand in the last line of JSON", () => {
    expect(countCases(`{"passed":1,"failed":0}\n${last({ ok: false, passed: 69, failed: 1 })}`, 1)).toEqual(
      counts(69, 1),
    );
    expect(countCases(last({ passed: 2, failed: 0 }), 0)).toEqual(counts(2, 0));
  });

  test("without such a line it failed, and by its exit code, too", () => {
    expect(countCases("Error: without any fault a test fails", 1)).toEqual(counts(0, 1));
    expect(countCases("", 0)).toEqual(counts(0, 1));
    expect(countCases(last({ killed: 2 }), 0)).toEqual(counts(0, 1));
    expect(countCases(last({ passed: 0, failed: 0 }), 0)).toEqual(counts(0, 1));
    expect(countCases(last({ passed: 2, failed: 0 }), 1)).toEqual(counts(2, 1));
  });
});

test("checks count one each, an exit code counts one", () => {
  const checks = [
    { name: "a", problems: [] },
    { name: "b", problems: [{ code: "X" }, { code: "Y" }] },
  ];
  expect(countChecks(JSON.stringify({ checks }), 1)).toEqual(counts(1, 1));
  expect(countChecks(undefined, 1)).toEqual(counts(0, 1));
  expect([countExit(0), countExit(2)]).toEqual([counts(1, 0), counts(0, 1)]);
  expect(sum([counts(1, 2, 3), counts(4, 5, 6)])).toEqual(counts(5, 7, 9));
});

function project(name: string, scripts: Record<string, string>, tags: string[] = []): Project {
  return { name, folder: name, packageName: name === "tools" ? undefined : `@session/${name}`, tags, scripts };
}

describe("plan", () => {
  const projects = [
    project("integration", { test: "vitest run" }, ["needs:docker", "runs:alone"]),
    project("contracts", { test: "hardhat test", typecheck: "tsc", mutation: "node m", coverage: "node c" }),
    project("tools", { test: "vitest run" }),
  ];
  const suitesFor = (options: Partial<Parameters<typeof planSuites>[1]>) =>
    planSuites(projects, { only: [], noDocker: false, isCi: false, all: false, ...options });
  const plan = (options: Parameters<typeof suitesFor>[0]) => suitesFor(options).map(({ name }) => name);

  test("checks first, alone last", () => {
    expect(plan({})).toEqual(["lint", "contracts types", "contracts tests", "tools tests", "integration tests"]);
  });

  test.each([{ all: true }, { isCi: true }])(
    "%o measures coverage after the tests, and runs mutation alone",
    (options) => {
      const whole = ["contracts types", "contracts tests", "contracts coverage", "contracts mutation"];
      expect(plan({ ...options, only: ["contracts"] })).toEqual(whole);
      // What holds the same runs one after the other, and so begins early.
      expect(plan(options)).toEqual([
        "lint",
        ...whole.slice(0, -1),
        "tools tests",
        "integration tests",
        "contracts mutation",
      ]);
      const suites = suitesFor({ ...options, only: ["contracts"] });
      expect(suites.map(({ runsAlone }) => runsAlone)).toEqual([false, false, false, true]);
      expect(suites.at(-1)).toMatchObject({ kind: "cases", line: "npm run -s mutation" });
    },
  );

  test("suites of a Hardhat project, which share a build, hold its folder; those of others hold nothing", () => {
    const held = suitesFor({ all: true, only: ["contracts", "tools"] }).map(({ name, holds }) => [name, holds]);
    expect(Object.fromEntries(held)).toEqual({
      "contracts types": "contracts",
      "contracts tests": "contracts",
      "contracts coverage": "contracts",
      "contracts mutation": "contracts",
      "tools tests": undefined,
    });
  });

  test("--only and --no-docker choose", () => {
    expect(plan({ only: ["contracts"] })).toEqual(["contracts types", "contracts tests"]);
    expect(plan({ only: ["lint"] })).toEqual(["lint"]);
    expect(plan({ noDocker: true })).not.toContain("integration tests");
  });

  test.each([{ noDocker: true, isCi: true }, { only: ["nothing"] }])("%o is refused", (options) => {
    expect(() => plan(options)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: "USAGE" }) }),
    );
  });
});

describe("run", () => {
  let root = "";
  const path = process.env.PATH;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "suites-"));
    mkdirSync(join(root, "a"));
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(root, { recursive: true });
  });

  const suite = (name: string, line: string, parts: Partial<Suite> = {}): Suite => ({
    name,
    project: project("a", {}),
    kind: "types",
    line,
    runsAlone: false,
    needs: [],
    ...parts,
  });
  const run = (suites: Suite[], isCi = false, signal = new AbortController().signal) => {
    const printed: string[] = [];
    const print = (line: string) => printed.push(line);
    return runSuites(suites, { root, isCi, signal, print }).then((results) => ({
      results,
      printed: printed.join("\n"),
    }));
  };

  test("shows a failed suite's output and keeps it", async () => {
    const { results, printed } = await run([suite("good", "echo quiet"), suite("bad", "echo loud; exit 3")]);
    expect(sum(results)).toEqual(counts(1, 1));
    expect(printed).toContain("loud");
    expect(printed).not.toContain("quiet");
    expect(readFileSync(join(root, ".reports", "good.log"), "utf8")).toBe("quiet\n");
  });

  test("a report left from before does not count for a run that crashes", async () => {
    mkdirSync(join(root, ".reports"));
    writeFileSync(join(root, ".reports", "a.json"), JSON.stringify({ numPassedTests: 7, testResults: [] }));
    const { results } = await run([suite("a tests", "kill -SEGV $$", { kind: "vitest" })]);
    expect(sum(results)).toEqual(counts(0, 1));
  });

  test("two at once, and one that runs alone when all have ended", async () => {
    const log = join(root, "log");
    const line = (name: string) =>
      `echo +${name} >> ${log}; while [ $(grep -c + ${log}) -lt 2 ]; do sleep 0.02; done; echo -${name} >> ${log}`;
    await run([
      suite("alone", `echo alone >> ${log}`, { runsAlone: true }),
      suite("x", line("x")),
      suite("y", line("y")),
    ]);
    const lines = readFileSync(log, "utf8").trim().split("\n");
    expect(lines.slice(0, 2).sort()).toEqual(["+x", "+y"]);
    expect(lines.at(-1)).toBe("alone");
  });

  test("what holds the same never runs at once, and others go first meanwhile", async () => {
    const log = join(root, "log");
    const holding = (name: string, wait: string): Suite =>
      suite(name, `echo +${name} >> ${log}; ${wait}; echo -${name} >> ${log}`, { holds: "a" });
    // The first ends only when the one behind the second has run; which of the two writes first is up to the machine.
    await run([
      holding("x", `while ! grep -q other ${log}; do sleep 0.02; done`),
      holding("y", "true"),
      suite("other", `echo other >> ${log}`),
    ]);
    const lines = readFileSync(log, "utf8").trim().split("\n");
    expect(lines.slice(0, 2).sort()).toEqual(["+x", "other"]);
    expect(lines.slice(2)).toEqual(["-x", "+y", "-y"]);
  });

  test("an interrupt starts nothing that waits for what a running suite holds", async () => {
    const abort = new AbortController();
    const up = join(root, "up");
    const poll = setInterval(() => existsSync(up) && abort.abort(), 20);
    const holding = (name: string, line: string) => suite(name, line, { holds: "a" });
    const suites = [holding("long", `touch ${up}; exec sleep 600`), holding("y", "true"), holding("z", "true")];
    const { results } = await run(suites, false, abort.signal);
    clearInterval(poll);
    expect(results.map(({ suite: name }) => name)).toEqual(["long"]);
  });

  test("cases are counted by what the program says", async () => {
    const { results } = await run([suite("m", `echo '{"passed":4,"failed":1}'; exit 1`, { kind: "cases" })]);
    expect(sum(results)).toEqual(counts(4, 1));
  });

  test("an interrupt ends the running suite with all its children and starts no other", async () => {
    const abort = new AbortController();
    const pidFile = join(root, "pid");
    const line = `sh -c 'echo $$ > ${pidFile}; exec sleep 600' & touch ${join(root, "up")}; wait`;
    const poll = setInterval(() => {
      try {
        if (readFileSync(pidFile, "utf8").trim() !== "") abort.abort();
      } catch {
        // not written yet
      }
    }, 20);
    const { results } = await run(
      [suite("long", line), suite("long too", line), suite("never", "true")],
      false,
      abort.signal,
    );
    clearInterval(poll);
    expect(results.map(({ suite: name }) => name).sort()).toEqual(["long", "long too"]);
    expect(sum(results)).toEqual(counts(0, 2));
    const pid = Number(readFileSync(pidFile, "utf8"));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test("without Docker: a failure in CI, elsewhere a skip that says how to get it", async () => {
    const bin = join(root, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "docker"), "#!/bin/sh\nexit 1\n");
    chmodSync(join(bin, "docker"), 0o755);
    process.env.PATH = `${bin}:${path}`;
    const needy = suite("containers", "true", { needs: ["docker"] });
    const local = await run([needy]);
    expect(sum(local.results)).toEqual(counts(0, 0, 1));
    expect(local.printed).toContain("needs Docker");
    expect(sum((await run([needy], true)).results)).toEqual(counts(0, 1));
  });

  test("without a browser: a failure everywhere, since a skipped one is what nobody looks at", async () => {
    const chromium = process.env.CHROMIUM_PATH;
    process.env.CHROMIUM_PATH = join(root, "none");
    try {
      const pages = suite("pages", "true", { needs: ["browser"] });
      const local = await run([pages]);
      expect(sum(local.results)).toEqual(counts(0, 1));
      expect(local.printed).toContain("apt-get install chromium");
    } finally {
      if (chromium === undefined) delete process.env.CHROMIUM_PATH;
      else process.env.CHROMIUM_PATH = chromium;
    }
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process nobody has waited for yet still has an entry: its state says so.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
