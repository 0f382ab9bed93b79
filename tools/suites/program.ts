import { type ChildProcess, spawn } from "node:child_process";

// What a suite gets to close its own children after an interrupt.
const GRACE_MS = 10_000;

/** How a program ended and what it wrote, both streams in the order they came. */
export type ProgramResult = { exitCode: number; output: string; seconds: number };

export type ProgramOptions = {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** After this long the program and its children are killed and the run counts as failed. */
  timeoutMs: number;
  signal: AbortSignal;
};

/** Ends a program with everything it started: it leads a process group of its own. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the group has ended by itself.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/**
 * Runs a shell line to its end; never rejects, so that a program that can't start is a failed one.
 * @param line for example `npm run -s test`
 */
export function runProgram(line: string, options: ProgramOptions): Promise<ProgramResult> {
  const since = performance.now();
  const { promise, resolve } = Promise.withResolvers<ProgramResult>();
  const child = spawn("/bin/sh", ["-c", line], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  const note = (text: string | Buffer) => {
    output += text.toString();
  };
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    killGroup(child, "SIGTERM");
    killer = setTimeout(() => killGroup(child, "SIGKILL"), GRACE_MS);
  };
  options.signal.addEventListener("abort", stop);
  const timer = setTimeout(() => {
    note(`\nstopped after ${options.timeoutMs / 1_000} s\n`);
    killGroup(child, "SIGKILL");
  }, options.timeoutMs);
  child.on("error", (error) => note(`${error.message}\n`));
  child.on("close", (code) => {
    clearTimeout(timer);
    clearTimeout(killer);
    options.signal.removeEventListener("abort", stop);
    // Whatever the program left running would disturb the next suite.
    killGroup(child, "SIGKILL");
    resolve({ exitCode: code ?? 1, output, seconds: (performance.now() - since) / 1_000 });
  });
  return promise;
}
