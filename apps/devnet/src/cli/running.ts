import { callDevnet, getStatus, isHeld } from "../control/client.ts";
import { DevnetError } from "../errors.ts";
import type { DevnetFolder } from "../folder.ts";
import type { DevnetStatus } from "../status.ts";
import type { CommonOptions, StartOptions } from "./options.ts";
import { answer, describeStatus } from "./output.ts";

/** A devnet runs here already: its status instead of a second one. */
export async function showRunning({ folder, json, reset: isReset }: StartOptions): Promise<void> {
  const status = await untilServing(folder);
  const hint = isReset ? " It was not reset: stop it first (npm run -s devnet -- stop)." : "";
  process.stderr.write(`A devnet runs in ${folder.path} already (pid ${status.pid}).${hint}\n`);
  answer(json, status, describeStatus(status));
  if (isReset) process.exitCode = 4;
}

/** Waits while the other one is still starting. */
export async function untilServing(folder: DevnetFolder, timeoutMs = 600_000): Promise<DevnetStatus> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await getStatus(folder);
    } catch (error) {
      const isStarting =
        error instanceof DevnetError && error.detail.code === "CONTROL_FAILED" && error.detail.reason === "STARTING";
      if (!isStarting || performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** `stop`: asks the running devnet to end and waits until it has. */
export async function runStop({ folder, json }: CommonOptions): Promise<void> {
  const { pid } = await getStatus(folder).catch((error: unknown) => {
    if (error instanceof DevnetError && error.code === "CONTROL_FAILED") return { pid: 0 };
    throw error;
  });
  await callDevnet(folder, "stop");
  while (await isHeld(folder)) await new Promise((resolve) => setTimeout(resolve, 50));
  answer(json, { stopped: true, pid }, "stopped");
}
