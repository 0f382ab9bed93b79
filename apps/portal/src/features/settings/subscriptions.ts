import { getAddress, type Hex, isAddress } from "viem";
import { stored } from "../../wallet/stored.ts";

/** A webhook that was subscribed from this browser. Its id is the right to see, test and end it. */
export type Subscribed = { readonly id: Hex; readonly address: Hex; readonly url: string };

export const subscriptions = stored<readonly Subscribed[]>("session.alerts", (json) =>
  (Array.isArray(json) ? json : []).flatMap(toSubscribed),
);

function toSubscribed(entry: unknown): Subscribed[] {
  if (typeof entry !== "object" || entry === null) return [];
  const { id, address, url } = entry as Readonly<Record<string, unknown>>;
  if (typeof id !== "string" || !/^0x[0-9a-f]{32}$/.test(id) || typeof url !== "string") return [];
  if (typeof address !== "string" || !isAddress(address, { strict: false })) return [];
  return [{ id: id as Hex, address: getAddress(address), url }];
}

/** What is wrong with a webhook's URL, as far as a browser can tell; the indexer looks closer. */
export function findUrlFault(text: string): "empty" | "notAUrl" | undefined {
  if (text.trim() === "") return "empty";
  const url = URL.parse(text.trim());
  return url === null || !/^https?:$/.test(url.protocol) || url.username !== "" ? "notAUrl" : undefined;
}

export type AlertHealth = "works" | "fails" | "off";

export function healthOf({
  failingSince,
  disabledAt,
}: {
  failingSince: number | null;
  disabledAt: number | null;
}): AlertHealth {
  if (disabledAt !== null) return "off";
  return failingSince === null ? "works" : "fails";
}
