import { SdkError } from "@session/sdk";

export type UntilOptions = { readonly withinMs: number; readonly everyMs?: number };

/**
 * Looks again and again until there is something to see, or the deadline has passed. A node that can't be reached (yet)
 * and a checkpoint that isn't signed (yet) count as nothing to see; any other error ends the wait.
 *
 * @throws naming what was waited for and what was seen last
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  { withinMs, everyMs = 250 }: UntilOptions,
): Promise<T> {
  const deadlineMs = Date.now() + withinMs;
  let last: unknown = "nothing";
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      if (!isPassing(error)) throw error;
      last = error.message;
    }
    if (Date.now() > deadlineMs) throw new Error(`not within ${withinMs / 1_000} s: ${what} (last: ${String(last)})`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

function isPassing(error: unknown): error is SdkError {
  if (!(error instanceof SdkError)) return false;
  const { detail } = error;
  if (detail.code === "API_PROBLEM") return detail.status === 404 || detail.apiCode === "CHECKPOINT_NOT_READY";
  return detail.code === "API_UNREACHABLE";
}
