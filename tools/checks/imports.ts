import { isBuiltin } from "node:module";
import { posix } from "node:path";
import ts from "typescript";
import type { SourceFile } from "./problem.ts";

const CODE = /\.[cm]?[jt]sx?$/;

/** True for files that TypeScript can read imports from. */
export function isCode(path: string): boolean {
  return CODE.test(path);
}

/** Every module specifier of a file: static and dynamic imports, re-exports, `require`, type imports. */
export function specifiersOf(file: SourceFile): string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The npm package of a bare specifier: `@scope/name/sub` → `@scope/name`; undefined for relative ones and Node's own. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("/") || specifier.startsWith("#") || isBuiltin(specifier))
    return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The path, relative to the root, that a relative specifier points to; undefined for others. */
export function resolveRelative(file: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(file.path), specifier) : undefined;
}

/** True for files that only run as tests, benchmarks or tool settings, never in what is shipped. */
export function isTestOrSetting(path: string): boolean {
  return /\.(?:test|bench|config)\.[cm]?[jt]sx?$|(?:^|\/)(?:test|tests|bench|ignition|scripts)\//.test(path);
}
