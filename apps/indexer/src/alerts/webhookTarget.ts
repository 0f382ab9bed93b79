import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { CodedError } from "@session/protocol";
import { isPublicAddress } from "./publicAddress.ts";

export type WebhookErrorDetail =
  | { code: "WEBHOOK_URL_INVALID"; reason: string }
  | { code: "WEBHOOK_NOT_PUBLIC"; host: string }
  | { code: "WEBHOOK_UNRESOLVED"; host: string };

/** Why an address can't be a webhook's. */
export class WebhookError extends CodedError<WebhookErrorDetail> {}

/** An address to connect to, checked. */
export type ResolvedAddress = { readonly address: string; readonly family: number };

/** @throws WebhookError WEBHOOK_URL_INVALID */
export function parseWebhookUrl(text: string): URL {
  const refuse = (reason: string) =>
    new WebhookError({ code: "WEBHOOK_URL_INVALID", reason }, `The webhook's URL is refused: ${reason}.`);
  if (!URL.canParse(text)) throw refuse("it is no URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("http or https is needed");
  if (url.username !== "" || url.password !== "") throw refuse("user and password don't belong in it");
  url.hash = "";
  return url;
}

/**
 * Addresses of a webhook's host. Every one of them must be public: whoever owns the name could otherwise have this service
 * talk to its own network.
 *
 * @throws WebhookError WEBHOOK_NOT_PUBLIC, WEBHOOK_UNRESOLVED
 */
export async function resolveWebhook(url: URL, allowLocal: boolean): Promise<readonly ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(host);
  if (allowLocal || addresses.every(({ address }) => isPublicAddress(address))) return addresses;
  const message = `The webhook's host ${host} isn't on the public internet: private and local addresses are refused.`;
  throw new WebhookError({ code: "WEBHOOK_NOT_PUBLIC", host }, message);
}

async function addressesOf(host: string): Promise<readonly ResolvedAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  const message = `The webhook's host ${host} has no address in the DNS.`;
  const unresolved = (cause?: unknown) => new WebhookError({ code: "WEBHOOK_UNRESOLVED", host }, message, { cause });
  const found = await lookup(host, { all: true }).catch((error: unknown) => {
    throw unresolved(error);
  });
  if (found.length === 0) throw unresolved();
  return found;
}
