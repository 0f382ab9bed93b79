import type { NetworkResponse } from "@session/sdk/indexer-api";

type Sources = { readonly sources: { readonly l2: Pick<NetworkResponse["sources"]["l2"], "time"> } };

/**
 * The time now, as far as the network knows better than the reader's machine: no block is from the future, so a clock behind
 * the newest one is wrong, and the block's time goes on in its place.
 *
 * @param network - undefined while nothing has been answered
 * @param readAtMs - when the answer arrived, by the reader's clock
 * @returns unix milliseconds
 */
export function toNetworkNow(network: Sources | undefined, readAtMs: number, nowMs: number): number {
  const newestSec = network?.sources.l2.time ?? 0;
  return Math.max(nowMs, newestSec * 1_000 + Math.max(0, nowMs - readAtMs));
}
