import { L2Error } from "./errors.ts";
import type { Provider, RpcAnswer, RpcCall } from "./provider.ts";
import type { Hex } from "./types.ts";

/** How to reach a provider. */
export type HttpProviderOptions = {
  url: string;
  /** Default: the host and port of the URL. */
  name?: string;
  /** For one request, answer included. Default 10 s. */
  timeoutMs?: number;
  /** Default 100, accepted by every provider we know of that batches at all. */
  maxBatch?: number;
  /** Default 32 MiB: 1,000 blocks full of events are far below. */
  maxAnswerBytes?: number;
  headers?: Readonly<Record<string, string>>;
};

/**
 * A provider over HTTP(S) with JSON-RPC batches.
 *
 * @throws L2Error `OPTION_INVALID` if the URL is not one of http or https.
 *
 * @example
 * const provider = createProvider({ url: "https://arb1.arbitrum.io/rpc" });
 */
export function createProvider(options: HttpProviderOptions): Provider {
  const url = URL.parse(options.url);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new L2Error({ code: "OPTION_INVALID", option: "url", reason: "not an http or https URL" });
  const name = options.name ?? url.host;
  return {
    name,
    maxBatch: options.maxBatch ?? 100,
    request: async (calls, signal) => {
      if (calls.length === 0) return [];
      try {
        const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000);
        const body = await post(url.href, calls, options, AbortSignal.any([signal, timeout]));
        return toAnswers(body, calls.length);
      } catch (cause) {
        const reason = describe(cause);
        throw new L2Error(
          { code: "PROVIDER_DOWN", providers: [name], reason, retryInMs: null },
          `L2 provider ${name} gave no usable answer: ${reason}`,
          { cause },
        );
      }
    },
  };
}

/** fetch hides the reason ("fetch failed") in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.message;
}

async function post(
  href: string,
  calls: readonly RpcCall[],
  options: HttpProviderOptions,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(href, {
    method: "POST",
    headers: { "content-type": "application/json", ...options.headers },
    body: JSON.stringify(calls.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params }))),
    signal,
  });
  const text = await readLimited(response, options.maxAnswerBytes ?? 32 * 2 ** 20);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("not JSON");
  }
}

async function readLimited(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

/** A provider's own words as they may be logged: short, and without control characters. */
const toPrintable = (words: unknown): string =>
  String(words)
    .slice(0, 200)
    .replace(/[^\x20-\x7e]/g, " ");

/** Sorts a batch's answers by id: JSON-RPC lets a server return them in any order. */
function toAnswers(body: unknown, count: number): RpcAnswer[] {
  if (!Array.isArray(body)) {
    const error = isObject(body) ? body.error : undefined;
    throw new Error(isObject(error) ? `refused: ${toPrintable(error.message)}` : "not a batch answer");
  }
  const byId = new Map<unknown, JsonObject>();
  for (const item of body) if (isObject(item)) byId.set(item.id, item);
  return Array.from({ length: count }, (_, id): RpcAnswer => {
    const item = byId.get(id);
    if (item === undefined) throw new Error(`call ${id} of the batch was not answered`);
    if (!isObject(item.error)) {
      if (!("result" in item)) throw new Error(`call ${id} of the batch has neither result nor error`);
      return { ok: true, result: item.result };
    }
    const { code, message, data } = item.error;
    const answer = { ok: false, rpcCode: Number(code), message: toPrintable(message) } as const;
    return typeof data === "string" && data.startsWith("0x") ? { ...answer, data: data as Hex } : answer;
  });
}
