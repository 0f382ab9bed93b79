import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { DevnetError } from "./errors.ts";
import { WORKSPACE } from "./folder.ts";
import { dropOldBuilds, stampOf } from "./stamp.ts";

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
const isSource = (name: string) => /\.(ts|mjs|json|wasm)$/.test(name);

/**
 * Session Node and indexer as one program each, with a database for the latter; made again only when a source has changed.
 *
 * @throws DevnetError BUNDLE_FAILED with esbuild's own words
 */
export async function bundlePrograms(): Promise<Bundle> {
  const folder = join(FOLDER, await stampOf(SOURCES, isSource));
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
  await dropOldBuilds(FOLDER);
  return bundle;
}
