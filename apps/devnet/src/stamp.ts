import { createHash } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { WORKSPACE } from "./folder.ts";

/** Builds kept: a running network may still load parts of the one before. */
const KEPT = 3;
/** No build takes as long. */
const ABANDONED_MS = 10 * 60_000;
const SKIPPED = new Set(["node_modules", "test", "bench", "artifacts", "cache", "contracts-out", "vectors", "dist"]);

/**
 * Names, sizes and times of all sources: what a change can't leave alone.
 *
 * @param paths files and folders of the checkout
 * @param isSource by a file's name
 */
export async function stampOf(paths: readonly string[], isSource: (name: string) => boolean): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) {
    const full = join(WORKSPACE, path);
    const isFolder = (await stat(full)).isDirectory();
    const files = isFolder ? await sourcesIn(full, isSource) : [full];
    for (const { file, size, mtimeMs } of await Promise.all(files.map(statOf)))
      hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

async function statOf(file: string) {
  const { size, mtimeMs } = await stat(file);
  return { file, size, mtimeMs };
}

async function sourcesIn(folder: string, isSource: (name: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesIn(path, isSource);
      return isSource(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
    }),
  );
  return nested.flat().sort();
}

/** Leaves the builds used last, of those a folder holds by their stamps; what a killed one has left goes, too. */
export async function dropOldBuilds(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{16}(\.\d+)?$/.test(name));
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      mtimeMs: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  const [halves, whole] = [
    aged.filter(({ name }) => name.includes(".")),
    aged.filter(({ name }) => !name.includes(".")),
  ];
  const given = halves.filter(({ mtimeMs }) => Date.now() - mtimeMs > ABANDONED_MS);
  const old = whole.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(KEPT);
  for (const { name } of [...given, ...old]) await rm(join(folder, name), { recursive: true, force: true });
}
