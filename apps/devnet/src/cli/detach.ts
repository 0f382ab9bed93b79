import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isHeld } from "../control/client.ts";
import { DevnetError } from "../errors.ts";
import { WORKSPACE } from "../folder.ts";
import type { StartOptions } from "./options.ts";
import { answer, chainTable, describeLink, servicesTable } from "./output.ts";
import { showRunning, untilServing } from "./running.ts";

/** `--detach`: the same command in a session of its own; this process ends when it is ready. */
export async function runDetached(options: StartOptions): Promise<void> {
  const { folder, json } = options;
  if (await isHeld(folder)) return showRunning(options);
  mkdirSync(folder.logs, { recursive: true });
  // Beside the logs that --reset clears.
  const file = join(folder.path, "devnet.out");
  const output = openSync(file, "w");
  const args = process.argv.slice(2).filter((argument) => argument !== "--detach" && argument !== "--json");
  const main = join(WORKSPACE, "apps/devnet/src/main.ts");
  const child = spawn(process.execPath, [main, ...args], { detached: true, stdio: ["ignore", output, output] });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once("exit", (code) => {
      const reason = readFileSync(file, "utf8").trimEnd();
      reject(
        new DevnetError({ code: "SERVICE_FAILED", service: "devnet", exit: `exit code ${code}`, log: file }, reason),
      );
    });
    child.once("error", reject);
  });
  // A start that fails lets go of the folder before its process has ended: what the process says counts, not that.
  const status = await Promise.race([untilReady(options).catch(() => ended), ended]);
  child.removeAllListeners("exit");
  child.unref();
  answer(
    json,
    status,
    `${servicesTable(status)}\n\n${chainTable(status)}\n\nruns in the background: npm run -s devnet -- stop\n${describeLink(status)}`,
  );
}

async function untilReady({ folder }: StartOptions) {
  while (!(await isHeld(folder))) await new Promise((resolve) => setTimeout(resolve, 50));
  // The start itself knows how long each of its parts may take.
  return untilServing(folder, Number.POSITIVE_INFINITY);
}
