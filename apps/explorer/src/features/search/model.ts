import type { SearchHit } from "@session/sdk/indexer-api";

/** Page of a text that can only be one thing; hashes, keys and numbers can be several. */
export function directPath(text: string): string | undefined {
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? `/address/${text}` : undefined;
}

/** Page of a hit. */
export function pathOf(hit: SearchHit): string {
  switch (hit.type) {
    case "block":
      return `/blocks/${hit.height}`;
    case "transaction":
      return `/tx/${hit.txHash}`;
    case "node":
      return `/nodes/${hit.id}`;
    case "pool":
      return `/pools/${hit.address}`;
    case "address":
      return `/address/${hit.address}`;
  }
}
