import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ToolError } from "../errors.ts";

function run(out: string, args: readonly string[]): void {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(out, "cache"), NODE_COMPILE_CACHE_PORTABLE: "1" };
  const node = spawnSync(join(out, "bin", "node"), args, { env, encoding: "utf8", timeout: 60_000 });
  if (node.status === 0) return;
  const exit = String(node.status ?? node.signal);
  throw new ToolError({
    code: "PROGRAM_FAILED",
    command: `node ${args.join(" ")}`,
    exit,
    output: `${node.stdout}${node.stderr}`,
  });
}

/**
 * Compiles a bundle once, so that V8's code lies beside it and the first real start is as quick as every other: each
 * program prints its `--version`, and the parts that commands load when they are asked for are loaded.
 * @param programs names of the entry points
 * @param parts all other modules of the bundle, below `app/`; workers are left to their own start
 * @throws {ToolError} PROGRAM_FAILED when a program can't even do that
 */
export function warmUp(out: string, programs: readonly string[], parts: readonly string[]): void {
  const cache = join(out, "cache");
  mkdirSync(cache, { recursive: true });
  for (const name of programs) run(out, [join(out, "app", `${name}.mjs`), "--version"]);
  const urls = parts.map((part) => pathToFileURL(join(out, "app", part)).href);
  const load = `for (const url of ${JSON.stringify(urls)}) await import(url); process.exit(0);`;
  run(out, ["--input-type=module", "--eval", load]);
  // Node writes the cache for its own user alone; in the image another one reads it.
  for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}
