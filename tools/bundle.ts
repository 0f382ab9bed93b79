// `npm run bundle`: a folder from which the programs run without npm, network or compiler. The Dockerfile copies it.
//
//   node tools/bundle.ts [--out dist] [--entry <name>=<file>]… [--bare] [--devnet] [--json]
//
// --devnet, which `npm run bundle` gives, also makes what a devnet would build at its start: its programs and the portal.
// Without --entry: the Session Node and the indexer, with the Node runtime and Anvil beside it. --bare leaves those two out.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./bundling/build.ts";
import { warmUp } from "./bundling/warmUp.ts";
import { ToolError } from "./errors.ts";
import { repositoryRoot } from "./workspace.ts";

const OPTIONS = {
  out: { type: "string", default: "dist" },
  entry: { type: "string", multiple: true },
  bare: { type: "boolean", default: false },
  devnet: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

const DEFAULT_ENTRIES = ["node=apps/node/src/main.ts", "indexer=apps/indexer/src/main.ts"];

function parseEntry(text: string): [name: string, file: string] {
  const [name, file] = text.split("=");
  if (name === undefined || file === undefined || !/^[a-z][a-z0-9-]*$/.test(name))
    throw new ToolError({ code: "USAGE", reason: `--entry ${text}: <name>=<file> is the form` });
  return [name, file];
}

function buildForDevnet(): void {
  const main = join(repositoryRoot, "apps/devnet/src/main.ts");
  // Its answer, the folders, isn't this program's.
  const { status } = spawnSync(process.execPath, [main, "build"], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0)
    throw new ToolError({ code: "PROGRAM_FAILED", command: "devnet build", exit: String(status), output: "see above" });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const since = performance.now();
  const entries = Object.fromEntries((values.entry ?? DEFAULT_ENTRIES).map(parseEntry));
  const out = resolve(repositoryRoot, values.out);
  const isWhole = !values.bare;
  const result = await bundle({ root: repositoryRoot, out, entries, withRuntime: isWhole, withAnvil: isWhole });
  if (isWhole) warmUp(out, Object.keys(entries), result.parts);
  const seconds = (performance.now() - since) / 1_000;
  const kilobytes = Math.round(result.outputs.reduce((total, { bytes }) => total + bytes, 0) / 1_000);
  console.error(
    `bundled ${Object.keys(entries).join(", ")} into ${values.out}: ${kilobytes} kB in ${result.outputs.length} files, ${result.packages.length} packages, ${seconds.toFixed(1)} s`,
  );
  if (values.devnet) buildForDevnet();
  if (values.json) console.log(JSON.stringify({ out, app: join(out, "app"), ...result, seconds }));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ToolError ? error.message : error);
  process.exitCode = 1;
}
