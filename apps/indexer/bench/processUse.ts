import { readFileSync } from "node:fs";

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
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
