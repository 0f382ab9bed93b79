// Gives the process over to the script, under the pinned Node.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupError } from "./errors.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"];

/** The environment of the script: programs it starts by name come from this checkout first. */
function environment(root) {
  return { ...process.env, PATH: [join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter) };
}

/** Replaces this process by the script, where Node can (24, not on Windows): nothing is left in between. */
function replace(node, args, env) {
  process.removeAllListeners("warning"); // execve warns that it is experimental
  process.execve(node, [node, ...args], env);
}

function supervise(node, args, env) {
  // The fourth descriptor closes when this process ends in whatever way; guard.mjs in the child then ends the child.
  const guard = pathToFileURL(
    join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "guard.mjs"),
  ).href;
  const child = spawn(node, ["--import", guard, ...args], { env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  // A terminal sends Ctrl-C to the whole foreground group: the child has it already, and a second one means "at once".
  const isFromTerminal = (signal) => signal === "SIGINT" && process.stdin.isTTY === true;
  for (const signal of SIGNALS) process.on(signal, () => isFromTerminal(signal) || child.kill(signal));
  return new Promise((resolveExit, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolveExit(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/**
 * Runs a script of the checkout with the pinned Node and this process's standard streams.
 * @param {string} root
 * @param {string} node path of the pinned Node
 * @param {string} script path below root
 * @param {string[]} args
 * @returns {Promise<number>} the script's exit code; does not return where the process could be replaced
 * @throws {SetupError} SETUP_SCRIPT_MISSING
 */
export async function launch(root, node, script, args) {
  const file = resolve(root, script);
  if (!existsSync(file)) throw new SetupError("SETUP_SCRIPT_MISSING", { script });
  const env = environment(root);
  if (typeof process.execve === "function" && process.platform !== "win32") replace(node, [file, ...args], env);
  return supervise(node, [file, ...args], env);
}
