import { cpSync, existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { readJsonObject, stringsOf } from "../workspace.ts";

/**
 * Packages that stay packages: they load native addons or files of their own by path. They are copied with what they
 * need, for the platform of this machine only.
 */
export const EXTERNALS: readonly string[] = [
  "@chainsafe/blst",
  "@chainsafe/hashtree",
  "classic-level",
  "@electric-sql/pglite",
];
/** Packages that are only tried, and are never installed here. */
export const ABSENT: readonly string[] = ["pg-native"];

// C and C++ sources and other platforms' addons: the image has no compiler and one platform.
const PLATFORM = `${process.platform}-${process.arch}`;
const NEEDLESS = /(?:^|\/)(?:deps|test|tests|examples|\.github)(?:\/|$)|\.(?:cc|gyp|gypi|map|d\.[cm]?ts|md)$/i;

function isNeeded(path: string): boolean {
  if (NEEDLESS.test(path)) return false;
  const prebuild = /(?:^|\/)prebuilds\/([^/]+)/.exec(path)?.[1];
  return prebuild === undefined || prebuild === PLATFORM;
}

/** Folder of an installed package as seen from another; undefined when it is not installed (another platform's). */
function findPackage(name: string, from: string): string | undefined {
  const paths = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((folder) => existsSync(join(folder, "package.json")));
}

/**
 * Copies packages with all their dependencies into `<target>/node_modules`, keeping the nesting of the installation.
 * @param root the checkout
 * @param names packages that some bundle leaves out
 * @returns folders copied, relative to `root`
 */
export function copyExternals(root: string, names: readonly string[], target: string): string[] {
  const copied = new Set<string>();
  const visit = (name: string, from: string) => {
    const folder = findPackage(name, from);
    if (folder === undefined || copied.has(folder)) return;
    copied.add(folder);
    for (const entry of readdirSync(folder)) {
      if (entry === "node_modules") continue;
      const filter = (source: string) => isNeeded(relative(folder, source).split(sep).join("/"));
      const destination = join(target, relative(root, folder), entry);
      if (filter(join(folder, entry))) cpSync(join(folder, entry), destination, { recursive: true, filter });
    }
    const manifest = readJsonObject(join(folder, "package.json"));
    const wanted = { ...stringsOf(manifest.dependencies), ...stringsOf(manifest.optionalDependencies) };
    for (const dependency of Object.keys(wanted)) visit(dependency, folder);
  };
  for (const name of names) visit(name, root);
  return [...copied].map((folder) => relative(root, folder)).sort();
}

/** Folder of an installed package, for programs that ship as npm packages; undefined when it is not there. */
export function installedPackage(root: string, name: string): string | undefined {
  const folder = findPackage(name, root);
  return folder === undefined ? undefined : dirname(join(folder, "package.json"));
}
