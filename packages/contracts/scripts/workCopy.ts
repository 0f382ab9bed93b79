import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root } from "./builds.ts";

const repository = join(root, "../..");
/** What is made anew or not needed. */
const LEFT_OUT: readonly string[] = ["node_modules", "coverage", "types", ".nx"];

/** A copy of this package to change and build in, with the rest of the repository beside it. */
export type WorkCopy = { readonly folder: string; remove(): void };

/**
 * Copies the package's folder to a temporary one.
 * @param withBuild keep artifacts and the compiler's cache
 */
export function createWorkCopy(withBuild: boolean): WorkCopy {
  const top = mkdtempSync(join(tmpdir(), "contracts-"));
  const folder = join(top, "packages/contracts");
  mkdirSync(folder, { recursive: true });
  for (const entry of ["node_modules", "docs", "tsconfig.base.json", "package.json"])
    symlinkSync(join(repository, entry), join(top, entry));
  const skipped = withBuild ? LEFT_OUT : [...LEFT_OUT, "artifacts", "cache"];
  cpSync(root, folder, {
    recursive: true,
    filter: (source) => source === root || !(skipped.includes(basename(source)) && join(source, "..") === root),
  });
  return { folder, remove: () => rmSync(top, { recursive: true, force: true }) };
}
