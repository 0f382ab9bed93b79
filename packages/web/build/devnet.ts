import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const WORKSPACE = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

const statusSchema = z.object({ services: z.record(z.string(), z.object({ url: z.string().nullable() })) });
export type Devnet = z.infer<typeof statusSchema>;

/** `npm run -s devnet -- …` in the checkout; the answer is the last line of its stdout. */
async function callDevnet(folder: string | undefined, args: readonly string[]): Promise<unknown> {
  const place = folder === undefined ? [] : ["--folder", folder];
  const main = join(WORKSPACE, "apps/devnet/src/main.ts");
  const { stdout } = await run(process.execPath, [main, ...place, ...args, "--json"], { maxBuffer: 16 * 1024 * 1024 });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** The devnet of a folder (default: the checkout's), or undefined where none runs. */
export async function findDevnet(folder?: string): Promise<Devnet | undefined> {
  const status = await callDevnet(folder, ["status"]).catch(() => undefined);
  return status === undefined ? undefined : statusSchema.parse(status);
}

/** Starts one in the background; it stays when this process ends. */
export async function startDevnet(folder?: string): Promise<Devnet> {
  return statusSchema.parse(await callDevnet(folder, ["--detach"]));
}

/** What a site reads as `/config.json` on a devnet: as the devnet's own server answers. */
export function readSiteConfig(site: string, folder?: string): Promise<unknown> {
  return callDevnet(folder, ["config", site]);
}
