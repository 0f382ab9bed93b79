import { ToolError } from "../errors.ts";
import type { Project } from "../workspace.ts";

/** One thing `npm test` runs and counts. */
export type Suite = {
  /** For example `protocol types`. */
  name: string;
  project: Project;
  kind: "lint" | "types" | "vitest" | "hardhat" | "cases";
  /** Shell line, run in `project.folder`. */
  line: string;
  /** Disturbs others or is disturbed by them: starts when all others have ended. */
  runsAlone: boolean;
  /** Suites that hold the same thing never run at once: a Hardhat project's all write its build. */
  holds?: string;
  /** What the machine must have for it. */
  needs: readonly Need[];
};

/** Things of the machine that npm can't bring; a project asks for them by the tag `needs:<thing>`. */
export const NEEDS = ["docker", "browser", "postgres"] as const;
export type Need = (typeof NEEDS)[number];

/** What the caller of `npm test` may choose. */
export type PlanOptions = {
  only: readonly string[];
  noDocker: boolean;
  isCi: boolean;
  /** Everything, as CI does: coverage and mutation too, which take longer than all tests of their project. */
  all: boolean;
};

/** Tags in a project's package.json (`nx.tags`) that steer its tests. */
const RUNS_ALONE = "runs:alone";

function suitesOf(project: Project, isWhole: boolean): Suite[] {
  const isTools = project.packageName === undefined;
  const lineOf = (target: string) => (isTools ? project.scripts[target] : `npm run -s ${target}`) ?? "";
  const kind = project.scripts.test?.startsWith("hardhat") === true ? "hardhat" : "vitest";
  const base = { project, runsAlone: false, needs: [], ...(kind === "hardhat" ? { holds: project.folder } : {}) };
  const types: Suite = { ...base, name: `${project.name} types`, kind: "types", line: lineOf("typecheck") };
  const needs = NEEDS.filter((need) => project.tags.includes(`needs:${need}`));
  const runsAlone = project.tags.includes(RUNS_ALONE);
  const tests: Suite = { ...base, name: `${project.name} tests`, kind, line: lineOf("test"), runsAlone, needs };
  const measured = (target: string, alone: boolean): Suite => {
    return { ...base, name: `${project.name} ${target}`, kind: "cases", line: lineOf(target), runsAlone: alone };
  };
  const has = (target: string) => project.scripts[target] !== undefined;
  return [
    ...(has("typecheck") ? [types] : []),
    ...(has("test") ? [tests] : []),
    ...(isWhole && has("coverage") ? [measured("coverage", runsAlone)] : []),
    // Uses every core by itself, and has a time limit for each fault.
    ...(isWhole && has("mutation") ? [measured("mutation", true)] : []),
  ];
}

/**
 * Checks, types, what can only run one after the other (the longest way: left to the end it would run beside nothing), other
 * tests, what else is measured, and what runs alone.
 */
function rankOf({ kind, runsAlone, holds }: Suite): number {
  if (runsAlone) return 5;
  if (kind === "lint" || kind === "types") return kind === "lint" ? 0 : 1;
  if (holds !== undefined) return 2;
  return kind === "cases" ? 4 : 3;
}

/**
 * Lists the suites to run: checks first, then types, then tests and coverage, those that run alone last.
 * @throws {ToolError} USAGE for an unknown project, or `--no-docker` in CI
 */
export function planSuites(projects: readonly Project[], options: PlanOptions): Suite[] {
  if (options.noDocker && options.isCi) throw new ToolError({ code: "USAGE", reason: "--no-docker is not for CI" });
  const tools = projects.find(({ name }) => name === "tools");
  if (tools === undefined) throw new ToolError({ code: "USAGE", reason: "the workspace has no tools project" });
  const unknown = options.only.find((name) => name !== "lint" && !projects.some((project) => project.name === name));
  if (unknown !== undefined) throw new ToolError({ code: "USAGE", reason: `no project is called ${unknown}` });

  const lint: Suite = {
    name: "lint",
    project: tools,
    kind: "lint",
    line: "node check.ts --report",
    runsAlone: false,
    needs: [],
  };
  const isWanted = (name: string) => options.only.length === 0 || options.only.includes(name);
  const all = [
    ...(isWanted("lint") ? [lint] : []),
    ...projects
      .filter(({ name }) => isWanted(name))
      .flatMap((project) => suitesOf(project, options.isCi || options.all)),
  ].filter(({ needs }) => !(options.noDocker && needs.includes("docker")));
  return all.sort((a, b) => rankOf(a) - rankOf(b));
}
