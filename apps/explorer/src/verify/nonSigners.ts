import type { StepFault } from "./steps.ts";

const WORD_BITS = 256;
const ENTRY_BYTES = 34;

/**
 * Ids named by packed entries `uint16 word ‖ uint256 bits` (docs/protocol/signatures.md#non-signers), read as the
 * contract reads them: words strictly ascending, no word without a bit.
 */
export function readNonSigners(bytes: Uint8Array): { readonly ids: readonly number[] } | { readonly fault: StepFault } {
  if (bytes.length % ENTRY_BYTES !== 0) return { fault: { code: "BITMAP_LENGTH", sizeBytes: bytes.length } };
  const ids: number[] = [];
  let previous = -1;
  for (let offset = 0; offset < bytes.length; offset += ENTRY_BYTES) {
    const word = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
    if (word <= previous) return { fault: { code: "BITMAP_ORDER", word } };
    previous = word;
    const before = ids.length;
    for (let bit = 0; bit < WORD_BITS; bit++) {
      const byte = bytes[offset + ENTRY_BYTES - 1 - (bit >> 3)] ?? 0;
      if ((byte >> (bit & 7)) & 1) ids.push(WORD_BITS * word + bit);
    }
    if (ids.length === before) return { fault: { code: "BITMAP_EMPTY_WORD", word } };
  }
  return { ids };
}

/** Ids in one list and not in the other, ascending. */
export function differenceOf(a: readonly number[], b: readonly number[]): number[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  return [...a.filter((id) => !inB.has(id)), ...b.filter((id) => !inA.has(id))].sort((x, y) => x - y);
}

/** Fewest signers of n nodes: ⌊2n/3⌋ + 1, and never more absent than the contract's cap (Checkpoints.maxAbsentees). */
export function signersNeeded(nodes: number, absenteeCap: number): number {
  return nodes - Math.min(Math.floor((nodes - 1) / 3), absenteeCap);
}
