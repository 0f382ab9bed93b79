import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

// First load: the entry, the explorer it composes once its configuration is read, the first page, and all they import
// statically.
// `nx run explorer:size` builds first. The last line of stdout is JSON; exit code 1 above the budget.

const BUDGET_KB = 250;
const FIRST = ["index.html", "src/app/providers.tsx", "src/routes/overview.tsx"];
type Chunk = { readonly file: string; readonly imports?: readonly string[] };

const dist = join(import.meta.dirname, "../dist");
const manifest: Readonly<Record<string, Chunk>> = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

function collect(key: string, files: Set<string>): void {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is no chunk of the build: has it moved?`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, files);
}

const files = new Set<string>();
for (const key of FIRST) collect(key, files);
let bytes = 0;
for (const file of [...files].sort()) {
  const size = gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  bytes += size;
  process.stderr.write(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}\n`);
}
const firstLoadGzipKb = Math.round(bytes / 100) / 10;
process.stdout.write(`${JSON.stringify({ firstLoadGzipKb })}\n`);
if (firstLoadGzipKb > BUDGET_KB) process.exitCode = 1;
