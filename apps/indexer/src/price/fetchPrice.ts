import { PriceError } from "./errors.ts";
import { parsePrice } from "./parsePrice.ts";

export type PriceRequest = {
  readonly url: string;
  /** JSON pointer to the number. */
  readonly path: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** Sources answer with a few hundred bytes; who sends for ever isn't read for ever. */
const LIMIT_BYTES = 256 * 1024;

/** Asks a source for its price once, as plain decimal text. @throws PriceError */
export async function fetchPrice({ url, path, timeoutMs, signal }: PriceRequest): Promise<string> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", "user-agent": "session-indexer" },
      redirect: "error",
      signal: AbortSignal.any([timeout, signal]),
    });
    return parsePrice(await readText(response), path);
  } catch (error) {
    if (error instanceof PriceError) throw error;
    if (timeout.aborted)
      throw new PriceError({ code: "PRICE_TIMEOUT", timeoutMs }, `The source of prices took over ${timeoutMs} ms.`);
    const reason = reasonOf(error);
    throw new PriceError({ code: "PRICE_UNREACHABLE", reason }, `The source of prices can't be asked: ${reason}.`);
  }
}

async function readText(response: Response): Promise<string> {
  const { status, body } = response;
  if (status !== 200 || body === null) {
    await body?.cancel();
    throw new PriceError({ code: "PRICE_STATUS", status }, `The source of prices answered with status ${status}.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the request.
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LIMIT_BYTES)
      throw new PriceError(
        { code: "PRICE_TOO_LARGE", limitBytes: LIMIT_BYTES },
        `The source of prices answered with more than ${LIMIT_BYTES} bytes.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Without the URL, which may hold a key. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : (cause?.message ?? "it can't be reached");
}
