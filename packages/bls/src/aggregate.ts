import type { PublicKeyBytes, SignatureSet } from "./bls.ts";
import { bytesKey } from "./bytesKey.ts";

/** Everything that was signed over one message. */
export type MessageGroup<Item> = { readonly message: Uint8Array; readonly items: readonly Item[] };

/** Groups by message bytes, in the order of first occurrence: one pairing per message instead of one per signer. */
export function groupByMessage<Item extends { readonly message: Uint8Array }>(
  items: readonly Item[],
): MessageGroup<Item>[] {
  const groups = new Map<string, { message: Uint8Array; items: Item[] }>();
  for (const item of items) {
    const key = bytesKey(item.message);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { message: item.message, items: [item] });
    else group.items.push(item);
  }
  return [...groups.values()];
}

/** Index of the first key that occurred before, or -1: encodings are canonical, so equal keys are equal bytes. */
export function findDuplicate(keys: readonly PublicKeyBytes[]): number {
  const seen = new Set<string>();
  return keys.findIndex((key) => {
    const id = bytesKey(key);
    if (seen.has(id)) return true;
    seen.add(id);
    return false;
  });
}

/**
 * Finds the sets for which `isValid` fails, by halving: `isValid` answers for all given sets together. With b bad ones
 * of n it takes about b·log2(n) calls.
 */
export function bisectInvalid(
  sets: readonly SignatureSet[],
  candidates: readonly number[],
  isValid: (sets: readonly SignatureSet[]) => boolean,
): number[] {
  const pick = (indexes: readonly number[]) => indexes.flatMap((index) => sets[index] ?? []);
  const search = (indexes: readonly number[], isKnownBad: boolean): number[] => {
    if (indexes.length === 0 || (!isKnownBad && isValid(pick(indexes)))) return [];
    if (indexes.length === 1) return [...indexes];
    const middle = indexes.length >> 1;
    const left = search(indexes.slice(0, middle), false);
    // What fails together and not on the left fails on the right.
    return [...left, ...search(indexes.slice(middle), left.length === 0)];
  };
  return search(candidates, false);
}
