/**
 * Participation of one node: one bit for each of its last up to 63 heights as validator whose late bits are closed,
 * newest lowest, under a leading 1 that marks where counting began. 64 bits, so that 2,000 nodes are 16 kB of state.
 */
export type Presence = bigint;

export const NO_PRESENCE: Presence = 1n;
export const PRESENCE_WINDOW = 63;
const MARKER = 1n << BigInt(PRESENCE_WINDOW);

export function recordPresence(presence: Presence, isPresent: boolean): Presence {
  const shifted = (presence << 1n) | (isPresent ? 1n : 0n);
  return shifted < MARKER ? shifted : (shifted & (MARKER - 1n)) | MARKER;
}

/** Of `counted` heights the node was seen in the commits of `present`. */
export function countPresence(presence: Presence): { present: number; counted: number } {
  const bits = presence.toString(2).slice(1);
  let present = 0;
  for (const bit of bits) if (bit === "1") present += 1;
  return { present, counted: bits.length };
}
