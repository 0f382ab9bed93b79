import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { EARLY_MODULE } from "./earlyLoads.ts";

const BUDGET_KB = 250;
/** The entry, what it composes once its configuration is read, and the first page. */
const FIRST = ["index.html", EARLY_MODULE, "src/routes/overview.tsx"];
type Chunk = { readonly file: string; readonly imports?: readonly string[] };
type Manifest = Readonly<Record<string, Chunk>>;

function collect(manifest: Manifest, key: string, files: Set<string>): void {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is no chunk of the build: has it moved?`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(manifest, imported, files);
}

/**
 * Says how much script a site's first page loads, file by file on stderr; the last line of stdout is JSON. Exit code 1 above
 * the budget of 250 kB gzip.
 *
 * @param root - folder of the site, which has been built
 */
export function reportFirstLoad(root: string): void {
  const dist = join(root, "dist");
  const manifest: Manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  const files = new Set<string>();
  for (const key of FIRST) collect(manifest, key, files);
  let bytes = 0;
  for (const file of [...files].sort()) {
    const size = gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
    bytes += size;
    process.stderr.write(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}\n`);
  }
  const firstLoadGzipKb = Math.round(bytes / 100) / 10;
  process.stdout.write(`${JSON.stringify({ firstLoadGzipKb })}\n`);
  if (firstLoadGzipKb > BUDGET_KB) process.exitCode = 1;
}
