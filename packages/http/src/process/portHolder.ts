import { readdir, readFile, readlink } from "node:fs/promises";

/** `name (pid)` of the process that listens on a TCP port, read from /proc; elsewhere "another process". */
export async function portHolder(port: number): Promise<string> {
  const unknown = "another process";
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readFile(table, "utf8").catch(() => "");
    for (const line of text.split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [, local, , state] = fields;
      const isListening = state === "0A" && Number.parseInt(local?.split(":")[1] ?? "", 16) === port;
      if (isListening && fields[9] !== undefined) inodes.add(`socket:[${fields[9]}]`);
    }
  }
  if (inodes.size === 0) return unknown;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
      if (inodes.has(target))
        return `${(await readFile(`/proc/${pid}/comm`, "utf8").catch(() => unknown)).trim()} (pid ${pid})`;
    }
  }
  return unknown;
}

/** Whether a failed `listen` was about a port somebody has, however deep the cause. */
export function isAddressInUse(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ((at as NodeJS.ErrnoException).code === "EADDRINUSE" || at.message.includes("EADDRINUSE")) return true;
    if (at instanceof AggregateError && at.errors.some(isAddressInUse)) return true;
  }
  return false;
}
