import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What Hardhat keeps of a contract it built. */
export type BuiltArtifact = {
  readonly contractName: string;
  readonly inputSourceName: string;
  readonly deployedBytecode: string;
  readonly buildInfoId: string;
};

/** Reads a JSON file of a known shape. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

/** Every artifact of the last build, the project's and those of packages. */
export function builtArtifacts(): BuiltArtifact[] {
  const paths = globSync(join(root, "artifacts/{contracts,@openzeppelin}/**/*.json"));
  return paths.map((path) => readJson<BuiltArtifact>(path));
}

/** Inputs or outputs of the compiler that the last build's artifacts came from: older ones may lie beside them. */
export function buildInfos<T>(kind: "input" | "output", artifacts: readonly BuiltArtifact[] = builtArtifacts()): T[] {
  const ids = [...new Set(artifacts.map(({ buildInfoId }) => buildInfoId))];
  const suffix = kind === "output" ? ".output.json" : ".json";
  return ids.map((id) => readJson<Record<typeof kind, T>>(join(root, "artifacts/build-info", `${id}${suffix}`))[kind]);
}
