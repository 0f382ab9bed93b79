// `npm run lint`: the checks that hold for the whole repository. Each counts as one test of `npm test`.
//
//   npm run lint -- [--report]      --report writes .reports/lint.json too
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runBiome } from "./checks/biome.ts";
import { findBoundaryProblems } from "./checks/boundaries.ts";
import { listFiles, readTexts } from "./checks/files.ts";
import { readBoundaryProjects, readEdges } from "./checks/graph.ts";
import { findLockProblems } from "./checks/lock.ts";
import { findManifestProblems } from "./checks/manifests.ts";
import type { Problem } from "./checks/problem.ts";
import { findLongFiles, findMachinePaths, findRegistrySettings } from "./checks/texts.ts";
import { isRecord, readJsonObject, readWorkspace, repositoryRoot } from "./workspace.ts";

type CheckResult = { name: string; problems: Problem[] };

function runChecks(root: string): CheckResult[] {
  const files = readTexts(root, listFiles(root));
  const { allowScripts } = readJsonObject(join(root, "package.json"));
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const projects = readBoundaryProjects(root, readWorkspace(root));
  return [
    { name: "biome", problems: runBiome(root) },
    { name: "module boundaries", problems: findBoundaryProblems(projects, readEdges(root), files) },
    { name: "manifests", problems: findManifestProblems(files) },
    { name: "lock file", problems: findLockProblems(lock, isRecord(allowScripts) ? allowScripts : {}) },
    { name: "file length", problems: findLongFiles(files) },
    { name: "machine paths", problems: findMachinePaths(files) },
    { name: "registry settings", problems: findRegistrySettings(files) },
  ];
}

function print({ name, problems }: CheckResult): void {
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${name}`);
  for (const { code, where, what } of problems) console.log(`     ${code} ${where}: ${what}`);
}

const { values } = parseArgs({ options: { report: { type: "boolean", default: false } } });
const checks = runChecks(repositoryRoot);
for (const check of checks) print(check);
if (values.report) {
  mkdirSync(join(repositoryRoot, ".reports"), { recursive: true });
  writeFileSync(join(repositoryRoot, ".reports", "lint.json"), `${JSON.stringify({ checks }, null, 2)}\n`);
}
process.exitCode = checks.some(({ problems }) => problems.length > 0) ? 1 : 0;
