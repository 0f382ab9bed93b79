import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Socket } from "node:net";

/**
 * The shell program of the guard. It reads "+ pid" and "- pid" lines; when the pipe closes, because its parent ended in
 * whatever way, it asks the children still listed to end and kills those that have not after two seconds.
 */
const GUARD = `
pids=" "
while read -r op pid; do
  case $op in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
[ -z "\${pids# }" ] && exit 0
kill -TERM $pids 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do
  left=
  for pid in $pids; do kill -0 $pid 2>/dev/null && left="$left $pid"; done
  [ -z "$left" ] && exit 0
  sleep 0.2
done
kill -KILL $left 2>/dev/null
`;

let guard: ChildProcess | undefined;

/** One guard for all children of this process, in its own session so that Ctrl-C does not end it before its time. */
function guardStdin(): NonNullable<ChildProcess["stdin"]> {
  if (guard === undefined || guard.exitCode !== null) {
    guard = spawn("/bin/sh", ["-c", GUARD], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    guard.unref();
    // Unreferenced, so that an idle guard does not keep this process alive. Child pipes are sockets in Node.
    (guard.stdin as Socket | null)?.unref();
    guard.stdin?.on("error", () => {});
  }
  if (guard.stdin === null) throw new Error("the guard of child processes has no pipe");
  return guard.stdin;
}

/** A child process that ends with its parent. */
export type SpawnedChild = {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Resolves when the process has ended; a signal is reported by name. Never rejects. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks the process to end (SIGTERM), kills it after `graceMs`, and waits until it is gone. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>;
};

/**
 * Starts a binary that must not outlive this process, even if this process is killed with SIGKILL.
 *
 * Give the binary itself, not a wrapper script: a wrapper's child would survive its wrapper.
 *
 * @throws if the binary can't be started (not found, not executable).
 */
export async function spawnChild(
  binary: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<SpawnedChild> {
  const stdin = guardStdin();
  const child = spawn(binary, args, { stdio: "ignore", ...options });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${binary} has no process id`);
  stdin.write(`+ ${pid}\n`);
  child.once("exit", () => stdin.write(`- ${pid}\n`));

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    process: child,
    pid,
    exited,
    kill: () => end("SIGKILL"),
    stop: async (graceMs = 5_000) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await end("SIGTERM");
      clearTimeout(timer);
    },
  };
}
