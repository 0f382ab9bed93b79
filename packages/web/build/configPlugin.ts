import type { Connect, Plugin } from "vite";

/** Serves `/config.json`, asked for anew at each request: a devnet that has been reset has other contracts. */
export function configPlugin(read: () => Promise<unknown>): Plugin {
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
    name: "site-config",
    configureServer: (server) => void server.middlewares.use("/config.json", handle),
    configurePreviewServer: (server) => void server.middlewares.use("/config.json", handle),
  };
}
