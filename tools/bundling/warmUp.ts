import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Starts a bundled program once with `--version`, so that V8's compiled code lies beside it and the first real start is
 * as quick as every other. A program that can't even do that is broken: the failure is thrown.
 */
export async function warmUp(out: string, name: string): Promise<void> {
  const cache = join(out, "cache");
  mkdirSync(cache, { recursive: true });
  const env = { ...process.env, NODE_COMPILE_CACHE: cache, NODE_COMPILE_CACHE_PORTABLE: "1" };
  const run = spawnSync(join(out, "bin", "node"), [join(out, "app", `${name}.mjs`), "--version"], {
    env,
    encoding: "utf8",
    timeout: 60_000,
  });
  // Node writes the cache for its own user alone; in the image another one reads it.
  for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  if (run.status !== 0) throw new Error(`the bundled ${name} does not start: ${run.stdout}${run.stderr}`);
}
