import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Problem } from "./problem.ts";

/** Runs Biome over the checkout, format, imports and lint, warnings counting as errors. */
export function runBiome(root: string): Problem[] {
  const args = ["ci", "--error-on-warnings", "--max-diagnostics=200", "--colors=off"];
  const biome = spawnSync(join(root, "node_modules", ".bin", "biome"), args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (biome.status === 0) return [];
  return [{ code: "BIOME", where: "biome ci", what: `${biome.stdout}${biome.stderr}`.trim() }];
}
