import { join } from "node:path";
import { parseArgs } from "node:util";
import { createServer } from "vite";
import { configPlugin } from "./configPlugin.ts";
import { findDevnet, startDevnet, toExplorerConfig } from "./devnet.ts";

// `nx serve explorer`: the explorer with hot reload on a running devnet; one is started where none runs.
// --folder: of the devnet, when it isn't the checkout's .devnet. --port: default 5174.

const { values } = parseArgs({ options: { folder: { type: "string" }, port: { type: "string", default: "5174" } } });
let devnet = await findDevnet(values.folder);
if (devnet === undefined) {
  process.stderr.write("no devnet runs: starting one (npm run -s devnet -- stop ends it)\n");
  devnet = await startDevnet(values.folder);
}
const last = devnet;
const server = await createServer({
  root: join(import.meta.dirname, ".."),
  plugins: [configPlugin(async () => toExplorerConfig((await findDevnet(values.folder)) ?? last))],
  server: { port: Number(values.port), host: "127.0.0.1" },
});
await server.listen();
server.printUrls();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
