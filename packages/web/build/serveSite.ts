import { parseArgs } from "node:util";
import { createServer } from "vite";
import { configPlugin } from "./configPlugin.ts";
import { findDevnet, readSiteConfig, startDevnet } from "./devnet.ts";

export type ServeSiteOptions = {
  /** As the devnet calls it. */
  readonly site: string;
  /** Folder of its sources. */
  readonly root: string;
  /** Where no --port is given. */
  readonly port: number;
};

/**
 * A site with hot reload on a running devnet; one is started where none runs. Of the command line: --folder, of the devnet,
 * when it isn't the checkout's .devnet; --port.
 */
export async function serveSite({ site, root, port }: ServeSiteOptions): Promise<void> {
  const { values } = parseArgs({ options: { folder: { type: "string" }, port: { type: "string" } } });
  if ((await findDevnet(values.folder)) === undefined) {
    process.stderr.write("no devnet runs: starting one (npm run -s devnet -- stop ends it)\n");
    await startDevnet(values.folder);
  }
  const server = await createServer({
    root,
    plugins: [configPlugin(() => readSiteConfig(site, values.folder))],
    server: { port: Number(values.port ?? port), host: "127.0.0.1" },
  });
  await server.listen();
  server.printUrls();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
}
