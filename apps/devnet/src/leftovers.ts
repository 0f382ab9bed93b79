import { readFile, rm, writeFile } from "node:fs/promises";
import { DevnetError } from "./errors.ts";
import type { DevnetFolder } from "./folder.ts";

/** How long children of a killed devnet take at most to end by themselves: their pipes have closed. */
const WAIT_MS = 15_000;
const KILL_AFTER_MS = 4_000;

/** Notes which processes belong to a folder, so that the next start can wait for those a kill −9 has left behind. */
export async function noteProcesses(folder: DevnetFolder, pids: readonly number[]): Promise<void> {
  await writeFile(folder.processes, JSON.stringify(pids));
}

export async function forgetProcesses(folder: DevnetFolder): Promise<void> {
  await rm(folder.processes, { force: true });
}

/**
 * Waits until the processes of an earlier devnet in this folder have ended; kills those that don't.
 *
 * @throws DevnetError FOLDER_BUSY when they can't be ended
 */
export async function awaitLeftovers(folder: DevnetFolder): Promise<void> {
  const text = await readFile(folder.processes, "utf8").catch(() => "[]");
  const pids = parsePids(text);
  const since = performance.now();
  for (;;) {
    const left: number[] = [];
    for (const pid of pids) if (await belongsTo(folder, pid)) left.push(pid);
    if (left.length === 0) return forgetProcesses(folder);
    const waitedMs = performance.now() - since;
    if (waitedMs > WAIT_MS)
      throw new DevnetError(
        { code: "FOLDER_BUSY", folder: folder.path, pids: left.join(", ") },
        `Processes of an earlier devnet in ${folder.path} are still there: ${left.join(", ")}. End them, then try again.`,
      );
    if (waitedMs > KILL_AFTER_MS) for (const pid of left) process.kill(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function parsePids(text: string): number[] {
  try {
    return (JSON.parse(text) as unknown[]).filter((pid): pid is number => Number.isSafeInteger(pid) && Number(pid) > 1);
  } catch {
    return [];
  }
}

/** Process ids are used again: only one whose command line names the folder is the folder's. */
async function belongsTo(folder: DevnetFolder, pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.split("\0").some((argument) => argument.startsWith(folder.path));
}
