import { execFileSync } from "node:child_process";
import { join } from "node:path";

const WORKSPACE = join(import.meta.dirname, "..", "..", "..", "..");
const OUT = join(import.meta.dirname, "..", ".cache", "ours");

/** Our indexer as it is shipped: bundled by `npm run bundle`'s own tool, with V8's compiled code kept beside it. */
export type OursProgram = { readonly file: string; readonly env: NodeJS.ProcessEnv };

export function bundleOurs(): OursProgram {
  const entry = "ours=apps/indexer/bench/ingest/ours.ts";
  const args = [join(WORKSPACE, "tools", "bundle.ts"), "--entry", entry, "--bare", "--out", OUT];
  execFileSync(process.execPath, args, { cwd: WORKSPACE, stdio: "ignore" });
  const env = { ...process.env, NODE_COMPILE_CACHE: join(OUT, "cache") };
  return { file: join(OUT, "app", "ours.mjs"), env };
}
