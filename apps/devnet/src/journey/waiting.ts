import { SdkError } from "@session/sdk";
import { DevnetError } from "../errors.ts";

const POLL_MS = 250;

/**
 * Asks until there is an answer.
 *
 * @throws DevnetError START_TIMEOUT naming what was waited for
 */
export async function waitFor<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > deadline)
      throw new DevnetError(
        { code: "START_TIMEOUT", waitingFor: what, seconds },
        `Waited ${seconds} s for ${what} in vain. What the network waits for: npm run -s devnet -- status`,
      );
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Contract errors that only say that somebody was faster, or that the proof is of a moment ago. */
const LOST_RACES = new Set(["SignerSetChanged", "CheckpointSuperseded", "CheckpointHeightTooFast"]);
/** What the API says while the next checkpoint isn't signed by enough yet. */
const NOT_YET = new Set(["CHECKPOINT_NOT_READY", "NOT_FOUND", "NOTHING_TO_CLAIM"]);

/** Whether the same call with fresh data may well succeed. */
export function isWorthAnotherTry(error: unknown): boolean {
  if (!(error instanceof SdkError)) return false;
  const { detail } = error;
  if (detail.code === "TRANSACTION_FAILED" || detail.code === "NOTHING_TO_CLAIM") return true;
  if (detail.code === "CONTRACT_REVERTED") return LOST_RACES.has(detail.name);
  return detail.code === "API_PROBLEM" && NOT_YET.has(detail.apiCode);
}

/** Sends a transaction, again with fresh data when it lost a race. */
export function withFreshData<T>(what: string, seconds: number, run: () => Promise<T>): Promise<T> {
  return waitFor(what, seconds, async () => {
    try {
      return await run();
    } catch (error) {
      if (isWorthAnotherTry(error)) return undefined;
      throw error;
    }
  });
}
