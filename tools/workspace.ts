import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "./errors.ts";

/** The root of the checkout these tools lie in. */
export const repositoryRoot = join(import.meta.dirname, "..");

/** One Nx project: its name, folder and what it declares about itself. */
export type Project = {
  /** The Nx name, which is the folder's name. */
  name: string;
  /** Folder, relative to the root, with forward slashes. */
  folder: string;
  /** The npm name; undefined for `tools`, which is no package. */
  packageName: string | undefined;
  tags: readonly string[];
  /** Program of each target, as a shell line to be run in the folder. */
  scripts: Readonly<Record<string, string>>;
};

type Json = Record<string, unknown>;

/** True for objects that are no arrays. */
export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a JSON object; throws {@link ToolError} FILE_SHAPE when the file holds something else. */
export function readJsonObject(file: string): Json {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isRecord(value)) throw new ToolError({ code: "FILE_SHAPE", file, reason: "an object was expected" });
  return value;
}

/** The entries of an object that are strings; {} for anything else. */
export function stringsOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function readPackage(root: string, folder: string): Project {
  const file = join(root, folder, "package.json");
  const manifest = readJsonObject(file);
  const nx = isRecord(manifest.nx) ? manifest.nx : {};
  const { name, packageName } = { name: nx.name, packageName: manifest.name };
  if (typeof name !== "string" || typeof packageName !== "string")
    throw new ToolError({ code: "FILE_SHAPE", file, reason: "`name` and `nx.name` are needed" });
  return { name, folder, packageName, tags: listOf(nx.tags), scripts: stringsOf(manifest.scripts) };
}

function readTools(root: string): Project {
  const manifest = readJsonObject(join(root, "tools", "project.json"));
  const targets = isRecord(manifest.targets) ? manifest.targets : {};
  const scripts = Object.entries(targets).flatMap(([name, target]) => {
    const options = isRecord(target) ? stringsOf(target.options) : {};
    return options.command === undefined ? [] : [[name, options.command] as const];
  });
  return {
    name: "tools",
    folder: "tools",
    packageName: undefined,
    tags: listOf(manifest.tags),
    scripts: Object.fromEntries(scripts),
  };
}

/** All projects of the workspace in a checkout, sorted by name. */
export function readWorkspace(root: string): Project[] {
  const groups = listOf(readJsonObject(join(root, "package.json")).workspaces).map((glob) => glob.replace(/\/\*$/, ""));
  const packages = groups
    .filter((group) => existsSync(join(root, group)))
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => readPackage(root, folder));
  return [...packages, readTools(root)].sort((a, b) => (a.name < b.name ? -1 : 1));
}
