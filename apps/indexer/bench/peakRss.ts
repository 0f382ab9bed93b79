import { readFileSync } from "node:fs";

/** Most memory a process has held, in MB (2^20 B). Linux only. */
export function peakRssMb(pid: number | "self"): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (found === undefined) throw new Error(`no VmHWM of process ${pid}`);
  return Math.round(Number(found) / 1024);
}
