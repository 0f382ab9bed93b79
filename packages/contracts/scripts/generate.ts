/**
 * Writes ABIs and bytecodes of the last build to src/abis/generated, so that a fresh clone can use the contracts without
 * compiling them. test/generated.test.ts fails when they are out of date.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { generatedDirectory, renderGenerated } from "./renderGenerated.ts";

mkdirSync(generatedDirectory, { recursive: true });
for (const { fileName, text } of renderGenerated()) {
  writeFileSync(`${generatedDirectory}/${fileName}`, text);
  process.stderr.write(`wrote ${fileName}\n`);
}
