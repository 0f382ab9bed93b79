import { request } from "node:http";
import { DevnetError } from "../errors.ts";
import type { DevnetFolder } from "../folder.ts";
import type { DevnetStatus } from "../status.ts";

const NO_ANSWER = "no answer";

/**
 * A call on the devnet that runs in a folder.
 *
 * @throws DevnetError NOT_RUNNING, CONTROL_FAILED with the devnet's own code and words
 */
export async function callDevnet<T>(
  folder: DevnetFolder,
  call: string,
  body: Record<string, unknown> = {},
  timeoutMs = 120_000,
): Promise<T> {
  const { status, text } = await post(folder.controlSocket, call, body, timeoutMs).catch((error: Error) => {
    throw new DevnetError(
      { code: "NOT_RUNNING", folder: folder.path },
      `No devnet runs in ${folder.path}. Start it: npm run devnet`,
      { cause: error },
    );
  });
  const answer = JSON.parse(text) as { code?: string; message?: string };
  if (status === 200) return answer as T;
  const { code = "UNEXPECTED", message = text } = answer;
  throw new DevnetError({ code: "CONTROL_FAILED", call, reason: code }, message);
}

export function getStatus(folder: DevnetFolder): Promise<DevnetStatus> {
  return callDevnet<DevnetStatus>(folder, "status");
}

/** Whether a process holds the folder's socket, ready or not, even one too busy to answer. */
export async function isHeld(folder: DevnetFolder): Promise<boolean> {
  for (;;) {
    const failure = await post(folder.controlSocket, "status", {}, 5_000).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    if (failure === undefined || failure.message === NO_ANSWER) return true;
    if (failure.code === "ECONNREFUSED" || failure.code === "ENOENT") return false;
    // Its holder ended during the call: the next one tells.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function post(
  socketPath: string,
  call: string,
  body: unknown,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path: `/${call}`, method: "POST", timeout: timeoutMs }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.once("error", reject);
    });
    outgoing.once("error", reject);
    outgoing.once("timeout", () => outgoing.destroy(new Error(NO_ANSWER)));
    outgoing.end(JSON.stringify(body));
  });
}
