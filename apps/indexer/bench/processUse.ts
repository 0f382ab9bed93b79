import { readdirSync, readFileSync } from "node:fs";

/** Most memory a process has held, in MB (2^20 B). Linux only. */
export function peakRssMb(pid: number | "self"): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (found === undefined) throw new Error(`no VmHWM of process ${pid}`);
  return Math.round(Number(found) / 1024);
}

// Linux counts in hundredths of a second.
const TICKS = 100;

/** Processor time a process has used, all threads and user and system together. Linux only. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(String(pid)) ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Processor time of a server and of its children, those that have ended included. Linux only. */
export function serverCpuSeconds(pid: number): number {
  let ticks = 0;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statOf(entry);
    // Parent; user and system time, of ended children after it: proc(5).
    if (fields === undefined || (entry !== String(pid) && fields[1] !== String(pid))) continue;
    for (const field of entry === String(pid) ? [11, 12, 13, 14] : [11, 12]) ticks += Number(fields[field]);
  }
  return ticks / TICKS;
}

/** Fields of a process from its state on; undefined if it has ended meanwhile. */
function statOf(pid: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
  } catch {
    return undefined;
  }
}
