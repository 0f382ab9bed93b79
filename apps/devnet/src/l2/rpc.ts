import { DevnetError } from "../errors.ts";

/** One JSON-RPC call. */
export type Rpc = <T>(method: string, params?: readonly unknown[]) => Promise<T>;

/**
 * JSON-RPC over HTTP without retries.
 *
 * The returned function throws DevnetError L2_RPC with the server's own words.
 */
export function createRpc(url: string, timeoutMs = 60_000): Rpc {
  return async <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
    const fail = (reason: string, cause?: unknown) =>
      new DevnetError({ code: "L2_RPC", method, reason }, `${method} at ${url}: ${reason}`, { cause });
    let answer: { result?: T; error?: { message: string } };
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      answer = (await response.json()) as typeof answer;
    } catch (error) {
      throw fail(error instanceof Error ? error.message : String(error), error);
    }
    if (answer.error !== undefined) throw fail(answer.error.message);
    return answer.result as T;
  };
}
