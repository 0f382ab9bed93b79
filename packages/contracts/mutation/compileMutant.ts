/**
 * Compiles some contracts of a work copy as the build would, and puts the code where the tests take it from: the
 * generated artifacts, and Hardhat's own. A build would compile everything that imports the changed file.
 *
 * A process of its own for each copy, as compiling blocks its thread, and one for all mutants: a compiler that is started
 * anew takes twice as long. Forked with the folder of the copy; each message is a list of contracts, each answer what is
 * wrong, or null.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

type Code = { readonly object: string; readonly linkReferences: unknown };
type Compiled = { readonly evm: { readonly bytecode: Code; readonly deployedBytecode: Code } };
type Import = { readonly contents: string } | { readonly error: string };
type SolcInput = { readonly settings: Record<string, unknown>; readonly sources: Record<string, { content: string }> };
type SolcOutput = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, Compiled>>;
};

const [folder = ""] = process.argv.slice(2);
const solc = createRequire(import.meta.url)("solc") as {
  compile(input: string, callbacks: { readonly import: (path: string) => Import }): string;
};
// A build compiles what changed only: the input a contract came from may be older than what it imports today.
const inputs = globSync(join(folder, "artifacts/build-info/*.json"))
  .filter((path) => !path.endsWith(".output.json"))
  .map((path) => (JSON.parse(readFileSync(path, "utf8")) as { input: SolcInput }).input);
const allSources = Object.assign({}, ...inputs.map(({ sources }) => sources)) as SolcInput["sources"];
const remappings = [...new Set(inputs.flatMap(({ settings }) => (settings.remappings ?? []) as readonly string[]))];
process.on("message", (names: readonly string[]) => process.send?.(errorOf(names)));

function errorOf(names: readonly string[]): string | null {
  try {
    for (const name of names) compile(name);
    return null;
  } catch (error) {
    return String(error);
  }
}

function compile(name: string): void {
  const [path] = globSync(join(folder, `artifacts/contracts/**/${name}.json`));
  if (path === undefined) throw new Error(`${name} was not built`);
  const artifact = JSON.parse(readFileSync(path, "utf8")) as { inputSourceName: string; buildInfoId: string };
  const { inputSourceName, buildInfoId } = artifact;
  const info = JSON.parse(readFileSync(join(folder, `artifacts/build-info/${buildInfoId}.json`), "utf8")) as {
    input: SolcInput;
  };
  const outputSelection = { [inputSourceName]: { [name]: ["evm.bytecode", "evm.deployedBytecode"] } };
  const settings = { ...info.input.settings, remappings, outputSelection };
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({ ...info.input, settings, sources: { [inputSourceName]: sourceOf(inputSourceName) } }),
      {
        // What it asks for only: of all sources it would check all.
        import: (path) =>
          path in allSources ? { contents: sourceOf(path).content } : { error: `${path} is not there` },
      },
    ),
  ) as SolcOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  const compiled = output.contracts?.[inputSourceName]?.[name];
  if (errors.length > 0 || compiled === undefined) throw new Error(errors[0]?.formattedMessage ?? `no ${name}`);
  const { bytecode, deployedBytecode } = compiled.evm;
  writeFileSync(
    path,
    JSON.stringify({ ...artifact, ...fields(bytecode, ""), ...fields(deployedBytecode, "deployed") }),
  );
  rewriteGenerated(name, bytecode);
}

/** A project file as it is in the copy, one of a package as it was built. */
function sourceOf(source: string): { content: string } {
  const path = join(folder, source.replace(/^project\//, ""));
  const isThere = source.startsWith("project/") && existsSync(path);
  return { content: isThere ? readFileSync(path, "utf8") : (allSources[source]?.content ?? "") };
}

function fields({ object, linkReferences }: Code, prefix: "" | "deployed"): Record<string, unknown> {
  const key = (name: string) => (prefix === "" ? name : `${prefix}${name[0]?.toUpperCase()}${name.slice(1)}`);
  return { [key("bytecode")]: `0x${object}`, [key("linkReferences")]: linkReferences };
}

function rewriteGenerated(name: string, { object, linkReferences }: Code): void {
  const path = join(folder, `src/abis/generated/${name}.ts`);
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8")
    .replace(/^ {2}bytecode: ".*",$/m, () => `  bytecode: ${JSON.stringify(`0x${object}`)},`)
    .replace(/^ {2}linkReferences: .*,$/m, () => `  linkReferences: ${JSON.stringify(linkReferences)},`);
  writeFileSync(path, text);
}
