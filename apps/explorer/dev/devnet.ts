import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { ExplorerConfigInput } from "../src/config/network.ts";

const WORKSPACE = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

const statusSchema = z.object({
  ready: z.boolean(),
  chainId: z.number(),
  folder: z.string(),
  /** The bundled Session Node. */
  program: z.string(),
  services: z.record(z.string(), z.object({ url: z.string().nullable() })),
});
export type Devnet = z.infer<typeof statusSchema>;

/** `npm run -s devnet -- …` in the checkout; the answer is the last line of its stdout. */
async function callDevnet(args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [join(WORKSPACE, "apps/devnet/src/main.ts"), ...args, "--json"], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** The devnet of a folder (default: the checkout's), or undefined where none runs. */
export async function findDevnet(folder?: string): Promise<Devnet | undefined> {
  const place = folder === undefined ? [] : ["--folder", folder];
  const status = await callDevnet([...place, "status"]).catch(() => undefined);
  return status === undefined ? undefined : statusSchema.parse(status);
}

/** Starts one in the background; it stays when this process ends. */
export async function startDevnet(folder?: string): Promise<Devnet> {
  const place = folder === undefined ? [] : ["--folder", folder];
  return statusSchema.parse(await callDevnet([...place, "--detach"]));
}

/** What the explorer reads as `/config.json` on a devnet. */
export function toExplorerConfig({ chainId, services }: Devnet): ExplorerConfigInput {
  const urlOf = (service: string): string => {
    const url = services[service]?.url;
    if (url == null) throw new Error(`The devnet runs no ${service}. Look at: npm run -s devnet -- status`);
    return url;
  };
  return {
    networkName: "devnet",
    chainId,
    rpcUrl: urlOf("l2"),
    indexerUrl: urlOf("indexer"),
  };
}
