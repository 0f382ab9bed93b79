import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { preview } from "vite";
import { configPlugin } from "../../../dev/configPlugin.ts";
import { type Devnet, toPortalConfig } from "../../../dev/devnet.ts";

const root = join(import.meta.dirname, "../../..");

/** The built portal on a free port, set to a devnet. */
export async function servePortal(devnet: Devnet): Promise<{ url: string; close: () => Promise<void> }> {
  // A process of its own: a test runner's NODE_ENV would make it a build for development.
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)("vite", ["build", "--logLevel", "warn"], { cwd: root, env });
  const server = await preview({
    root,
    logLevel: "warn",
    preview: { host: "127.0.0.1", port: 0, strictPort: true },
    plugins: [configPlugin(async () => toPortalConfig(devnet))],
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("the preview has no port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
