import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

export type Log = (message: string, fields?: Record<string, unknown>) => void;

/** Appends JSON lines to a file, as the nodes do. */
export function createLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true });
  return (message, fields = {}) => {
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), msg: message, ...fields })}\n`);
  };
}
