import { type Logger, pino } from "pino";

/** JSON lines on stderr; stdout is for what a command answers. */
export function createLogger(level: string): Logger {
  return pino({ level, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: false }));
}
