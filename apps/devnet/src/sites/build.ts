import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { constants as osConstants, setPriority } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip, constants as zlibConstants } from "node:zlib";
import { DevnetError } from "../errors.ts";
import { WORKSPACE } from "../folder.ts";
import { dropOldBuilds, stampOf } from "../stamp.ts";
import { isText } from "./contentTypes.ts";

const FOLDER = join(WORKSPACE, ".devnet", "sites");
const VITE = join(WORKSPACE, "node_modules/vite/bin/vite.js");
/** Smaller files gain nothing by being packed. */
const LEAST_PACKED_BYTES = 1_024;
const isSource = (name: string) => /\.(tsx?|mjs|json|wasm|css|html|svg|txt|woff2|png)$/.test(name);

/**
 * The static files of a site, ready to be served; made again only when a source has changed.
 *
 * @returns their folder
 * @throws DevnetError BUILD_FAILED with Vite's own words
 */
export async function buildSite(name: string, signal?: AbortSignal): Promise<string> {
  const app = join("apps", name);
  const own = ["src", "public", "index.html", "vite.config.ts", "package.json"].map((part) => join(app, part));
  const sources = [...own.filter((path) => existsSync(join(WORKSPACE, path))), "packages", "package-lock.json"];
  const builds = join(FOLDER, name);
  const folder = join(builds, await stampOf(sources, isSource));
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return folder;
  }
  await mkdir(builds, { recursive: true });
  const temporary = `${folder}.${process.pid}`;
  try {
    await runVite(join(WORKSPACE, app), temporary, signal);
    await pack(temporary);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const reason = (error as { stderr?: string }).stderr || String(error);
    throw new DevnetError({ code: "BUILD_FAILED", site: name, reason }, `${name} can't be built:\n${reason}`);
  }
  // Another devnet may have made the same one in the meantime.
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }));
  await dropOldBuilds(builds);
  return folder;
}

/** A process of its own, behind all others: a network that runs comes first. */
async function runVite(root: string, out: string, signal: AbortSignal | undefined): Promise<void> {
  const args = [VITE, "build", "--logLevel", "warn", "--outDir", out, "--emptyOutDir"];
  // The surroundings' NODE_ENV, a test runner's for example, would make it a build for development.
  const env = { ...process.env, NODE_ENV: "production", NO_COLOR: "1", FORCE_COLOR: "0" };
  const options = { cwd: root, env, maxBuffer: 16 * 2 ** 20, ...(signal === undefined ? {} : { signal }) };
  const running = promisify(execFile)(process.execPath, args, options);
  const { pid } = running.child;
  if (pid !== undefined) setPriority(pid, osConstants.priority.PRIORITY_BELOW_NORMAL);
  await running;
}

/** Beside each file of text the same one packed, so that a request costs no packing. */
async function pack(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const quality = { params: { [zlibConstants.BROTLI_PARAM_QUALITY]: 9 } };
  for (const entry of entries) {
    if (!entry.isFile() || !isText(extname(entry.name))) continue;
    const file = join(entry.parentPath, entry.name);
    const content = await readFile(file);
    if (content.length < LEAST_PACKED_BYTES) continue;
    await writeFile(`${file}.gz`, await promisify(gzip)(content));
    await writeFile(`${file}.br`, await promisify(brotliCompress)(content, quality));
  }
}
