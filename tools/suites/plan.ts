import { ToolError } from "../errors.ts";
import type { Project } from "../workspace.ts";

/** One thing `npm test` runs and counts. */
export type Suite = {
  /** For example `protocol types`. */
  name: string;
  project: Project;
  kind: "lint" | "types" | "vitest" | "hardhat";
  /** Shell line, run in `project.folder`. */
  line: string;
  /** Disturbs others or is disturbed by them: starts when all others have ended. */
  runsAlone: boolean;
  /** What the machine must have for it. */
  needs: readonly Need[];
};

/** Things of the machine that npm can't bring; a project asks for them by the tag `needs:<thing>`. */
export const NEEDS = ["docker", "browser", "postgres"] as const;
export type Need = (typeof NEEDS)[number];

/** What the caller of `npm test` may choose. */
export type PlanOptions = { only: readonly string[]; noDocker: boolean; isCi: boolean };

/** Tags in a project's package.json (`nx.tags`) that steer its tests. */
const RUNS_ALONE = "runs:alone";

function suitesOf(project: Project): Suite[] {
  const isTools = project.packageName === undefined;
  const lineOf = (target: string) => (isTools ? project.scripts[target] : `npm run -s ${target}`) ?? "";
  const base = { project, runsAlone: false, needs: [] };
  const types: Suite = { ...base, name: `${project.name} types`, kind: "types", line: lineOf("typecheck") };
  const kind = project.scripts.test?.startsWith("hardhat") === true ? "hardhat" : "vitest";
  const needs = NEEDS.filter((need) => project.tags.includes(`needs:${need}`));
  const runsAlone = project.tags.includes(RUNS_ALONE);
  const tests: Suite = { name: `${project.name} tests`, project, kind, line: lineOf("test"), runsAlone, needs };
  const has = (target: string) => project.scripts[target] !== undefined;
  return [...(has("typecheck") ? [types] : []), ...(has("test") ? [tests] : [])];
}

/**
 * Lists the suites to run: checks first, then types, then tests, those that run alone last.
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
    ...projects.filter(({ name }) => isWanted(name)).flatMap(suitesOf),
  ].filter(({ needs }) => !(options.noDocker && needs.includes("docker")));
  const rank = (suite: Suite) => (suite.runsAlone ? 3 : suite.kind === "lint" ? 0 : suite.kind === "types" ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b));
}
