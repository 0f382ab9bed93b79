import { createNodeClient } from "@session/sdk";
import { DevnetError } from "./errors.ts";

const TIMEOUT_MS = 90_000;
const POLL_MS = 100;

type NamedUrl = { readonly name: string; readonly url: string };

/**
 * Waits until every node says it is ready and has a final block.
 *
 * @param check is asked with those still waited for, and throws when one of them can't become ready any more
 * @throws DevnetError START_TIMEOUT with what each node says
 */
export async function untilReady(
  nodes: readonly NamedUrl[],
  check: (waiting: readonly string[]) => void,
): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (let waiting = nodes; ; ) {
    const answers = await Promise.all(waiting.map(async (node) => ({ node, reason: await whyNotReady(node.url) })));
    const notYet = answers.filter(({ reason }) => reason !== undefined);
    if (notYet.length === 0) return;
    waiting = notYet.map(({ node }) => node);
    check(waiting.map(({ name }) => name));
    if (performance.now() > deadline)
      throw new DevnetError(
        { code: "START_TIMEOUT", waitingFor: waiting.map(({ name }) => name).join(", "), seconds: TIMEOUT_MS / 1_000 },
        `Not ready after ${TIMEOUT_MS / 1_000} s. ${notYet.map(({ node, reason }) => `${node.name}: ${reason}`).join("; ")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function whyNotReady(url: string): Promise<string | undefined> {
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
