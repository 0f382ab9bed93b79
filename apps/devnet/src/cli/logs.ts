import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { DevnetError } from "../errors.ts";
import type { DevnetFolder } from "../folder.ts";

const POLL_MS = 250;
const SHOWN_BYTES = 64 * 1_024;

/** Prints a service's log whole, or the end of every service's; with `follow` what is added, until Ctrl-C. */
export async function runLogs(folder: DevnetFolder, service: string | undefined, follow: boolean): Promise<void> {
  const known = (await readdir(folder.logs).catch(() => [])).map((name) => name.replace(/\.log$/, ""));
  if (service !== undefined && !known.includes(service))
    throw new DevnetError(
      { code: "SERVICE_UNKNOWN", service, known: known.join(", ") },
      `There is no log of ${service}. There are: ${known.join(", ")}.`,
    );
  const shown = service === undefined ? known : [service];
  const positions = new Map<string, number>();
  for (const name of shown) {
    const { size } = await stat(folder.log(name));
    const from = service === undefined ? Math.max(0, size - SHOWN_BYTES / shown.length) : 0;
    positions.set(name, await print(folder, name, Math.floor(from), service === undefined));
  }
  while (follow) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    for (const [name, from] of positions) positions.set(name, await print(folder, name, from, service === undefined));
  }
}

/** @returns where to go on */
async function print(folder: DevnetFolder, name: string, from: number, withName: boolean): Promise<number> {
  const file = await open(folder.log(name));
  const { size } = await file.stat();
  await file.close();
  if (size <= from) return size;
  let text = "";
  for await (const chunk of createReadStream(folder.log(name), { start: from, end: size - 1, encoding: "utf8" }))
    text += chunk;
  const lines = text.trimEnd().split("\n");
  process.stdout.write(`${lines.map((line) => (withName ? `${name} ${line}` : line)).join("\n")}\n`);
  return size;
}
