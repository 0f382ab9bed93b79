import type { Connect, Plugin } from "vite";
import type { ExplorerConfigInput } from "../src/config/network.ts";

/** Serves `/config.json`, asked for anew at each request: a devnet that has been reset has other contracts. */
export function configPlugin(read: () => Promise<ExplorerConfigInput>): Plugin {
  const handle: Connect.NextHandleFunction = (_request, response) => {
    read().then(
      (config) => response.setHeader("content-type", "application/json").end(JSON.stringify(config)),
      (error: unknown) => {
        response.statusCode = 503;
        response.end(String(error));
      },
    );
  };
  return {
    name: "explorer-config",
    configureServer: (server) => void server.middlewares.use("/config.json", handle),
    configurePreviewServer: (server) => void server.middlewares.use("/config.json", handle),
  };
}
