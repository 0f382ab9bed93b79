import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callDevnet } from "./devnet.ts";

/** How folders of this suite begin; short, because sockets of nodes lie in them. */
export const PREFIX = "sbr-";
/** Holds the id of the process that answers for the folder. */
export const OWNER_FILE = "owner";

export async function stopAndRemove(folder: string): Promise<void> {
  await callDevnet(folder, ["stop"]).catch(() => undefined);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends and removes what runs on this machine have left behind that were killed before they could do it themselves. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const owner = await readFile(join(folder, OWNER_FILE), "utf8").catch(() => "");
    if (owner !== "" && isGone(Number(owner))) await stopAndRemove(folder);
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
