import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToolError } from "../errors.ts";
import { isRecord, type Project, readJsonObject, stringsOf } from "../workspace.ts";
import type { BoundaryProject, Edge } from "./boundaries.ts";

const DEPENDENCY_FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/**
 * Reads Nx's project graph of a checkout, computed anew (no daemon, no cache).
 * @throws {ToolError} PROGRAM_FAILED when Nx can't compute it
 */
export function readEdges(root: string): Edge[] {
  const folder = mkdtempSync(join(tmpdir(), "nx-graph-"));
  try {
    const file = join(folder, "graph.json");
    const env = { ...process.env, NX_DAEMON: "false", NX_CACHE_PROJECT_GRAPH: "false", FORCE_COLOR: "0" };
    const nx = spawnSync(join(root, "node_modules", ".bin", "nx"), ["graph", `--file=${file}`], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    if (nx.status !== 0)
      throw new ToolError({
        code: "PROGRAM_FAILED",
        command: "nx graph",
        exit: String(nx.status),
        output: `${nx.stdout}${nx.stderr}`,
      });
    const { graph } = readJsonObject(file);
    const dependencies = isRecord(graph) && isRecord(graph.dependencies) ? Object.values(graph.dependencies) : [];
    return dependencies.flat().flatMap((edge) => {
      const { source, target } = stringsOf(edge);
      return source === undefined || target === undefined ? [] : [{ source, target }];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A conditional export counts as its first file: conditions differ in build, not in layer. */
function exportTarget(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isRecord(value)
    ? Object.values(value)
        .map(exportTarget)
        .find((target) => target !== undefined)
    : undefined;
}

/** Adds to each project what its package.json declares and exports. */
export function readBoundaryProjects(root: string, projects: readonly Project[]): BoundaryProject[] {
  return projects.map((project) => {
    if (project.packageName === undefined) return { ...project, declared: [], exports: {} };
    const manifest = readJsonObject(join(root, project.folder, "package.json"));
    const declared = DEPENDENCY_FIELDS.flatMap((field) => Object.keys(stringsOf(manifest[field])));
    const entries = isRecord(manifest.exports) ? Object.entries(manifest.exports) : [];
    const exports = entries.flatMap(([subpath, value]) => {
      const target = exportTarget(value);
      return target === undefined ? [] : [[subpath, target] as const];
    });
    return { ...project, declared, exports: Object.fromEntries(exports) };
  });
}
