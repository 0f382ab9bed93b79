/**
 * Writes ABIs and bytecodes of the last build to src/abis/generated, so that a fresh clone can use the contracts without
 * compiling them, and the storage layout to snapshots/layout.json. Tests fail when either is out of date; a changed
 * layout of what is deployed already is a fault, not a snapshot to renew.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { generatedDirectory, renderGenerated } from "./renderGenerated.ts";
import { layoutSnapshot, renderLayout } from "./renderLayout.ts";

mkdirSync(generatedDirectory, { recursive: true });
for (const { fileName, text } of renderGenerated()) {
  writeFileSync(`${generatedDirectory}/${fileName}`, text);
  process.stderr.write(`wrote ${fileName}\n`);
}

writeFileSync(layoutSnapshot, `${JSON.stringify(renderLayout(), undefined, 2)}\n`);
process.stderr.write("wrote snapshots/layout.json\n");
