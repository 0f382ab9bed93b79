import { isBuiltin } from "node:module";
import type { Project } from "../workspace.ts";
import { isCode, isTestOrSetting, packageOf, resolveRelative, specifiersOf } from "./imports.ts";
import type { Problem, SourceFile } from "./problem.ts";
import * as rules from "./rules.ts";

/** An edge of the Nx graph between two projects, by name. */
export type Edge = { source: string; target: string };

/** A project with what its package.json declares and exports. */
export type BoundaryProject = Project & {
  /** Names in dependencies, devDependencies, optionalDependencies and peerDependencies. */
  declared: readonly string[];
  /** Subpath → file relative to the project's folder, as in package.json `exports`. */
  exports: Readonly<Record<string, string>>;
};

type Context = { file: SourceFile; project: BoundaryProject; projects: readonly BoundaryProject[] };

const layerOf = ({ tags }: Project) => tags.find((tag) => tag.startsWith("layer:"))?.slice("layer:".length);
const isNodeOnly = (project: Project, path: string) =>
  (rules.NODE_ONLY[project.name] ?? []).some((part) => path.startsWith(part));
const isShipped = ({ file, project }: Context) =>
  file.path.startsWith(`${project.folder}/src/`) && !isTestOrSetting(file.path);
const isBrowserCode = (context: Context) =>
  context.project.tags.includes(rules.BROWSER_TAG) &&
  isShipped(context) &&
  !isNodeOnly(context.project, context.file.path);

function problem(code: string, where: string, what: string): Problem {
  return { code, where, what };
}

function checkLayer(project: BoundaryProject): Problem[] {
  const layer = layerOf(project);
  if (layer !== undefined && layer in rules.MAY_USE) return [];
  return [
    problem(
      "BOUNDARY_UNTAGGED",
      project.name,
      `needs one nx.tags entry layer:<${Object.keys(rules.MAY_USE).join("|")}>`,
    ),
  ];
}

function checkEdge(edge: Edge, projects: readonly BoundaryProject[]): Problem[] {
  const source = projects.find(({ name }) => name === edge.source);
  const target = projects.find(({ name }) => name === edge.target);
  if (source === undefined || target === undefined || source === target) return [];
  const [from, to] = [layerOf(source), layerOf(target)];
  // What imports tools does so by a relative path, which checkRelative looks at: the shared test settings are fine.
  if (from === undefined || to === undefined || to === rules.TESTING || to === "tools") return [];
  if (rules.MAY_USE[from]?.includes(to) === true) return [];
  const allowed = rules.MAY_USE[from]?.join(", ") || "nothing";
  return [problem("BOUNDARY_EDGE", `${edge.source} → ${edge.target}`, `a project of layer ${from} may use ${allowed}`)];
}

function checkBuiltin(context: Context, specifier: string): Problem[] {
  if (!isBrowserCode(context)) return [];
  if (isBuiltin(specifier))
    return [problem("BOUNDARY_NODE_BUILTIN", context.file.path, `${specifier}: this package runs in browsers`)];
  const name = packageOf(specifier);
  if (name === undefined || !rules.NODE_PACKAGES.includes(name)) return [];
  return [problem("BOUNDARY_NODE_PACKAGE", context.file.path, `${specifier} can't be loaded by a browser`)];
}

function checkRelative(context: Context, specifier: string): Problem[] {
  const { file, project } = context;
  const target = resolveRelative(file, specifier);
  if (target === undefined) return [];
  const isSharedSetting = rules.SHARED_SETTINGS.includes(target) && /\.config\.[cm]?ts$/.test(file.path);
  if (!target.startsWith(`${project.folder}/`) && !isSharedSetting)
    return [
      problem("BOUNDARY_RELATIVE", file.path, `${specifier} leaves ${project.folder}; import the package by its name`),
    ];
  if (isBrowserCode(context) && isNodeOnly(project, target))
    return [
      problem("BOUNDARY_NODE_ONLY", file.path, `${specifier} is for Node only: offer it as a subpath of exports`),
    ];
  return [];
}

function checkWorkspacePackage(context: Context, specifier: string): Problem[] {
  const { file, project, projects } = context;
  const target = projects.find(({ packageName }) => packageName !== undefined && packageName === packageOf(specifier));
  if (target === undefined || target.packageName === undefined) return [];
  if (target === project) return [];
  const isForTests =
    isTestOrSetting(file.path) || layerOf(project) === "suite" || rules.SHIPS_TESTING.includes(project.name);
  if (layerOf(target) === rules.TESTING && !isForTests)
    return [problem("BOUNDARY_TESTING", file.path, `${specifier} is for tests; this file is shipped`)];
  const exported = target.exports[`.${specifier.slice(target.packageName.length)}`];
  if (exported === undefined)
    return [problem("BOUNDARY_NOT_EXPORTED", file.path, `${specifier} is not among the exports of ${target.name}`)];
  const path = `${target.folder}/${exported.replace(/^\.\//, "")}`;
  if (isBrowserCode(context) && isNodeOnly(target, path))
    return [problem("BOUNDARY_NODE_ONLY", file.path, `${specifier} is for Node only; this package runs in browsers`)];
  return checkEdge({ source: project.name, target: target.name }, projects);
}

function checkDeclared({ file, project }: Context, specifier: string): Problem[] {
  const name = packageOf(specifier);
  if (name === undefined || name === project.packageName || project.declared.includes(name)) return [];
  const isOurTool = layerOf(project) === "tools" || isTestOrSetting(file.path);
  if (isOurTool && rules.FOR_TESTS.includes(name)) return [];
  return [problem("BOUNDARY_UNDECLARED", file.path, `${name} is not a dependency in ${project.folder}/package.json`)];
}

function checkFile(context: Context): Problem[] {
  const checks = [checkBuiltin, checkRelative, checkWorkspacePackage, checkDeclared];
  return specifiersOf(context.file).flatMap((specifier) => checks.flatMap((check) => check(context, specifier)));
}

/**
 * Checks the module boundaries.
 * @param projects every project of the workspace
 * @param edges the Nx graph; npm packages among the targets are ignored
 * @param files code of the checkout; what lies in no project is left out
 * @returns all violations, `GRAPH_EMPTY` among them when the graph has no edge between two projects
 */
export function findBoundaryProblems(
  projects: readonly BoundaryProject[],
  edges: readonly Edge[],
  files: readonly SourceFile[],
): Problem[] {
  const names = new Set(projects.map(({ name }) => name));
  const inner = edges.filter(({ source, target }) => names.has(source) && names.has(target));
  const empty =
    inner.length > 0
      ? []
      : [problem("GRAPH_EMPTY", "nx graph", "no edge at all: does Nx still understand this TypeScript?")];
  const contexts = files
    .filter(({ path }) => isCode(path) && !rules.STANDALONE.some((folder) => path.startsWith(folder)))
    .flatMap((file) => {
      const project = projects.find(({ folder }) => file.path.startsWith(`${folder}/`));
      return project === undefined ? [] : [{ file, project, projects }];
    });
  const found = [
    ...empty,
    ...projects.flatMap(checkLayer),
    ...inner.flatMap((edge) => checkEdge(edge, projects)),
    ...contexts.flatMap(checkFile),
  ];
  const unique = new Map(found.map((entry) => [`${entry.code} ${entry.where} ${entry.what}`, entry]));
  return [...unique.values()];
}
