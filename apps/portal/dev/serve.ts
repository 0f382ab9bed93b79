import { join } from "node:path";
import { parseArgs } from "node:util";
import { createServer } from "vite";
import { configPlugin } from "./configPlugin.ts";
import { isDevnetRunning, readPortalConfig, startDevnet } from "./devnet.ts";

// `nx serve portal`: the portal with hot reload on a running devnet; one is started where none runs.
// --folder: of the devnet, when it isn't the checkout's .devnet. --port: default 5173.

const { values } = parseArgs({ options: { folder: { type: "string" }, port: { type: "string", default: "5173" } } });
if (!(await isDevnetRunning(values.folder))) {
  process.stderr.write("no devnet runs: starting one (npm run -s devnet -- stop ends it)\n");
  await startDevnet(values.folder);
}
const server = await createServer({
  root: join(import.meta.dirname, ".."),
  plugins: [configPlugin(() => readPortalConfig(values.folder))],
  server: { port: Number(values.port), host: "127.0.0.1" },
});
await server.listen();
server.printUrls();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
