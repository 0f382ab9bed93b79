import { buildInfos, builtArtifacts } from "./builds.ts";
import { SOURCES } from "./renderGenerated.ts";

/** Input of the compiler as its standard JSON. */
export type CompilerInput = {
  readonly language: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
};

/** What an explorer asks for to verify a contract: `input` as standard JSON, the name, the compiler's version. */
export type VerificationInput = {
  readonly contractName: string;
  /** `<source>:<contract>`, as explorers want it. */
  readonly fullyQualifiedName: string;
  /** The compiler as explorers list it, e.g. `v0.8.37+commit.…`. */
  readonly compilerVersion: string;
  readonly input: CompilerInput;
};

/** A devnet has no explorer that verifies. */
const DEVNET_ONLY = "contracts/devnet/";

/**
 * The verification input of every contract of the last build that is deployed.
 *
 * @param longVersion the compiler's own version, `0.8.37+commit.…`
 */
export function verificationInputs(longVersion: string): VerificationInput[] {
  const compilerVersion = `v${longVersion.replace(/\.Emscripten.*$/, "")}`;
  const names = Object.entries(SOURCES).flatMap(([name, source]) => (source.startsWith(DEVNET_ONLY) ? [] : [name]));
  return builtArtifacts()
    .filter(({ contractName }) => names.includes(contractName))
    .flatMap((artifact) => {
      const { contractName, inputSourceName } = artifact;
      const fullyQualifiedName = `${inputSourceName}:${contractName}`;
      const inputs = buildInfos<CompilerInput>("input", [artifact]);
      return inputs.map((input) => ({ contractName, fullyQualifiedName, compilerVersion, input }));
    });
}
