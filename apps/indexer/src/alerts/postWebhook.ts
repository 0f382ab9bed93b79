import { createHmac } from "node:crypto";
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { Hex } from "viem";
import { parseWebhookUrl, type ResolvedAddress, resolveWebhook } from "./webhookTarget.ts";

export type Webhook = {
  readonly url: string;
  readonly secret: Hex;
  readonly idempotencyKey: string;
  readonly body: string;
  /** Unix seconds, part of what is signed. */
  readonly time: number;
};
export type PostOptions = { readonly timeoutMs: number; readonly allowLocal: boolean; readonly signal: AbortSignal };

/** @example webhookSignature(secret, 1_800_000_000, body) // "t=1800000000,v1=5f3c…" */
export function webhookSignature(secret: Hex, time: number, body: string): string {
  const mac = createHmac("sha256", Buffer.from(secret.slice(2), "hex"))
    .update(`${time}.${body}`)
    .digest("hex");
  return `t=${time},v1=${mac}`;
}

/**
 * Posts to a webhook once. The connection goes to an address checked just now, so that the DNS can't answer otherwise in
 * between; redirects aren't followed, and what the receiver says isn't read.
 *
 * @returns undefined when it answered 2xx, else what went wrong, in a few words
 */
export async function postWebhook(webhook: Webhook, options: PostOptions): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, options.signal]);
  try {
    const url = parseWebhookUrl(webhook.url);
    const addresses = await withSignal(resolveWebhook(url, options.allowLocal), signal);
    const status = await post(url, addresses, webhook, signal);
    if (status >= 200 && status < 300) return undefined;
    return status >= 300 && status < 400 ? `status ${status}: redirects aren't followed` : `status ${status}`;
  } catch (error) {
    if (timeout.aborted) return `no answer within ${options.timeoutMs} ms`;
    return error instanceof Error ? error.message.slice(0, 300) : "failed";
  }
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", abort));
}

function post(url: URL, addresses: readonly ResolvedAddress[], webhook: Webhook, signal: AbortSignal) {
  const body = Buffer.from(webhook.body);
  const options: RequestOptions = {
    ...{ method: "POST", agent: false, signal, lookup: lookupIn(addresses) },
    headers: {
      "content-type": "application/json",
      "content-length": body.length,
      "user-agent": "session-indexer",
      "idempotency-key": webhook.idempotencyKey,
      "session-signature": webhookSignature(webhook.secret, webhook.time, webhook.body),
    },
  };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const answer = (response: IncomingMessage) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  };
  const request: ClientRequest = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, answer);
  request.on("error", reject);
  request.end(body);
  return promise;
}

/** Answers the socket's question for an address with what was checked. */
function lookupIn(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all === true) return callback(null, [...addresses]);
    const [first] = addresses;
    return first === undefined ? callback(new Error("no address"), "") : callback(null, first.address, first.family);
  };
}
