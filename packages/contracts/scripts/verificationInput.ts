/**
 * Writes the verification input of every deployed contract for a block explorer: `<contract>.json` is the compiler's
 * standard JSON, `index.json` says which name and compiler version go with it.
 *
 *   npm run verification-input -w @session/contracts -- [folder]      default: verification
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { root } from "./builds.ts";
import { verificationInputs } from "./verification.ts";

const folder = resolve(process.env.INIT_CWD ?? ".", process.argv[2] ?? join(root, "verification"));
const solc = createRequire(import.meta.url)("solc") as { version(): string };
const inputs = verificationInputs(solc.version());
mkdirSync(folder, { recursive: true });
for (const { contractName, input } of inputs)
  writeFileSync(join(folder, `${contractName}.json`), JSON.stringify(input));
const index = inputs.map(({ contractName, fullyQualifiedName, compilerVersion }) => ({
  file: `${contractName}.json`,
  fullyQualifiedName,
  compilerVersion,
}));
writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, undefined, 2)}\n`);
process.stderr.write(`wrote ${inputs.length} inputs and index.json\n`);
