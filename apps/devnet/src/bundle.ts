import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { DevnetError } from "./errors.ts";
import { WORKSPACE } from "./folder.ts";

const run = promisify(execFile);

/** The bundled programs: one file each to run, with V8's compiled code beside them. */
export type Bundle = {
  readonly node: string;
  readonly indexer: string;
  /** Folder of an empty database of the indexer: copying it is quicker than making one. */
  readonly database: string;
  readonly compileCache: string;
};

const SOURCES = [
  "apps/node/src",
  "apps/indexer/src",
  "apps/indexer/migrations",
  "packages",
  "tools/bundling",
  "package-lock.json",
];
const FOLDER = join(WORKSPACE, ".devnet", "bundles");
/** Bundles kept: a running network may still load parts of the one before. */
const KEPT = 3;

/**
 * Session Node and indexer as one program each, with a database for the latter; made again only when a source has changed.
 *
 * @throws DevnetError BUNDLE_FAILED with esbuild's own words
 */
export async function bundlePrograms(): Promise<Bundle> {
  const folder = join(FOLDER, await stampOf(SOURCES));
  const app = (name: string) => join(folder, "app", `${name}.mjs`);
  const [database, compileCache] = [join(folder, "database"), join(folder, "cache")];
  const bundle = { node: app("node"), indexer: app("indexer"), database, compileCache };
  if (existsSync(bundle.node)) {
    const now = new Date();
    await utimes(folder, now, now);
    return bundle;
  }
  await mkdir(FOLDER, { recursive: true });
  const temporary = `${folder}.${process.pid}`;
  const args = [
    join(WORKSPACE, "tools/bundle.ts"),
    "--out",
    temporary,
    "--entry",
    "node=apps/node/src/main.ts",
    "--entry",
    "indexer=apps/indexer/src/main.ts",
    "--bare",
  ];
  try {
    await run(process.execPath, args, { cwd: WORKSPACE, maxBuffer: 16 * 2 ** 20 });
    const program = join(temporary, "app", "indexer.mjs");
    await run(process.execPath, [program, "init", "--data-dir", join(temporary, "database")]);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const reason = (error as { stderr?: string }).stderr ?? String(error);
    throw new DevnetError({ code: "BUNDLE_FAILED", reason }, `The programs can't be bundled:\n${reason}`);
  }
  // Another devnet may have made the same one in the meantime.
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }));
  await dropOld();
  return bundle;
}

/** Names, sizes and times of all sources: what a change can't leave alone. */
async function stampOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) {
    const full = join(WORKSPACE, path);
    const isFolder = (await stat(full)).isDirectory();
    const files = isFolder ? await sourcesIn(full) : [full];
    for (const { file, size, mtimeMs } of await Promise.all(files.map(statOf)))
      hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

async function statOf(file: string) {
  const { size, mtimeMs } = await stat(file);
  return { file, size, mtimeMs };
}

const SKIPPED = new Set(["node_modules", "test", "bench", "artifacts", "cache", "contracts-out", "vectors", "dist"]);

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesIn(path);
      const isSource = /\.(ts|mjs|json|wasm)$/.test(entry.name) && !entry.name.endsWith(".test.ts");
      return isSource ? [path] : [];
    }),
  );
  return nested.flat().sort();
}

async function dropOld(): Promise<void> {
  const names = (await readdir(FOLDER)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      mtimeMs: (await stat(join(FOLDER, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  for (const { name } of aged.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(KEPT))
    await rm(join(FOLDER, name), { recursive: true, force: true });
}
