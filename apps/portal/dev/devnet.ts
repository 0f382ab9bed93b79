import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type PortalConfigInput, portalConfigSchema } from "../src/config/network.ts";

const WORKSPACE = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** `npm run -s devnet -- …` in the checkout; the answer is the last line of its stdout. */
async function callDevnet(args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [join(WORKSPACE, "apps/devnet/src/main.ts"), ...args, "--json"], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** Whether a devnet runs in a folder (default: the checkout's). */
export async function isDevnetRunning(folder?: string): Promise<boolean> {
  const place = folder === undefined ? [] : ["--folder", folder];
  return callDevnet([...place, "status"]).then(
    () => true,
    () => false,
  );
}

/** Starts one in the background; it stays when this process ends. */
export async function startDevnet(folder?: string): Promise<void> {
  const place = folder === undefined ? [] : ["--folder", folder];
  await callDevnet([...place, "--detach"]);
}

/** What the portal reads as `/config.json` on a devnet: as its own server answers. */
export async function readPortalConfig(folder?: string): Promise<PortalConfigInput> {
  const place = folder === undefined ? [] : ["--folder", folder];
  return portalConfigSchema.parse(await callDevnet([...place, "config", "portal"]));
}
