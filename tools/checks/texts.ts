import type { Problem, SourceFile } from "./problem.ts";

/** The longest a file may be, in lines: a reader should hold it in the head. */
const MAX_LINES = 300;

const COUNTED = /\.(?:[cm]?[jt]sx?|sol|sh|css)$/;
const GENERATED = /(?:^|\/)(?:generated|vectors|snapshots|drizzle)\/|\.generated\.|\/generated[^/]*$/;

// Homes and work folders at the start of a path: on other machines they lead nowhere. Web paths don't start with them.
const MACHINE_PATH = /(?<![\w.:/@$}-])\/(?:root|work|home\/[\w-]+|Users\/[\w-]+)\/[\w.@-]/;

function countLines(text: string): number {
  return text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

/** Finds files longer than 300 lines; generated ones and vectors aside. */
export function findLongFiles(files: readonly SourceFile[]): Problem[] {
  return files
    .filter(({ path }) => COUNTED.test(path) && !GENERATED.test(path))
    .map(({ path, text }) => ({ path, lines: countLines(text) }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => ({
      code: "FILE_TOO_LONG",
      where: path,
      what: `${lines} lines, ${MAX_LINES} are the limit: split it by idea`,
    }));
}

/** Finds absolute paths of somebody's machine. */
export function findMachinePaths(files: readonly SourceFile[]): Problem[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const match = MACHINE_PATH.exec(line);
      return match === null
        ? []
        : [{ code: "MACHINE_PATH", where: `${path}:${index + 1}`, what: `${match[0]}… exists on one machine only` }];
    }),
  );
}

/** Finds npm settings that tie the checkout to one registry. */
export function findRegistrySettings(files: readonly SourceFile[]): Problem[] {
  return files
    .filter(
      ({ path, text }) =>
        /(?:^|\/)\.npmrc$/.test(path) && /registry\s*=/.test(text.replace("omit-lockfile-registry-resolved=true", "")),
    )
    .map(({ path }) => ({
      code: "REGISTRY_SETTING",
      where: path,
      what: "names a registry; that belongs into the user's own .npmrc",
    }));
}
