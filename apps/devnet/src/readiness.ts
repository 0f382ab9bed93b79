import { connect } from "node:net";
import { createNodeClient } from "@session/sdk";
import { DevnetError } from "./errors.ts";

const TIMEOUT_MS = 180_000;
const POLL_MS = 150;

/** A service and what it waits for; undefined when it is ready. */
export type Waiting = { readonly name: string; readonly whyNotReady: () => Promise<string | undefined> };

/**
 * Waits until every service says it is ready.
 *
 * @param check is asked with those still waited for, and throws when one of them can't become ready any more
 * @throws DevnetError START_TIMEOUT with what each of them says
 */
export async function untilReady(
  services: readonly Waiting[],
  check: (waiting: readonly string[]) => void,
): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (let waiting = services; ; ) {
    const answers = await Promise.all(
      waiting.map(async (service) => ({ service, reason: await service.whyNotReady() })),
    );
    const notYet = answers.filter(({ reason }) => reason !== undefined);
    if (notYet.length === 0) return;
    waiting = notYet.map(({ service }) => service);
    check(waiting.map(({ name }) => name));
    if (performance.now() > deadline)
      throw new DevnetError(
        { code: "START_TIMEOUT", waitingFor: waiting.map(({ name }) => name).join(", "), seconds: TIMEOUT_MS / 1_000 },
        `Not ready after ${TIMEOUT_MS / 1_000} s. ${notYet.map(({ service, reason }) => `${service.name}: ${reason}`).join("; ")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Whether a service on the loopback says at `/health` that it is there. While nobody listens on its port, no request is made:
 * a failed `fetch` costs many times what a refused connection does, and a dozen services are asked many times a second
 * while they load, on the cores they load with.
 */
export async function isHealthy(port: number): Promise<boolean> {
  if (!(await isListening(port))) return false;
  return (await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(1_000) })).ok;
}

/** Whether anybody on the loopback takes connections on a port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Why a node doesn't do its work, or has no final block yet. */
export async function whyNodeNotReady(url: string): Promise<string | undefined> {
  try {
    const client = createNodeClient({ url, timeoutMs: 2_000 });
    const { ready, reasons } = await client.getReady();
    if (!ready) return reasons.join(", ");
    const { head } = await client.getStatus();
    return head.height > 0 ? undefined : "no final block yet";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
