import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "./problem.ts";

const TEXT =
  /(?:\.(?:[cm]?[jt]sx?|json|md|sol|sh|ya?ml|css|html|toml|svg)|Dockerfile[^/]*|\/run|\.npmrc|ignore|attributes)$/;
const OUTSIDE_GIT = /(?:^|\/)(?:node_modules|\.git|\.nx|\.devnet|\.reports|dist|coverage|artifacts|cache)\//;

/** Paths of all files that belong to the checkout: tracked ones and new ones that are not ignored. */
export function listFiles(root: string): string[] {
  const git = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (git.status === 0) {
    const paths = git.stdout.split("\0").filter((path) => path !== "");
    return [...new Set(paths)].filter((path) => existsSync(join(root, path))).sort();
  }
  // An exported tree has no .git; what .gitignore names is then left out by name.
  return globSync("**/*", {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => entry.name === "node_modules" || entry.name === ".git",
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !OUTSIDE_GIT.test(path))
    .sort();
}

/** Reads the text files among the paths; binary and unknown kinds are left out. */
export function readTexts(root: string, paths: readonly string[]): SourceFile[] {
  return paths
    .filter((path) => TEXT.test(`/${path}`))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
