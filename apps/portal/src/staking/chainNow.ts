/** A block's time as it was read, and this browser's clock then. */
export type ChainClock = { readonly blockSec: number; readonly readAtMs: number };

/**
 * The chain's time now: a contract's waits end by it, and the clock of a reader's machine may be wrong by hours. Between
 * two reads it goes on by this browser's clock.
 *
 * @returns unix seconds; the browser's own while no block is known
 */
export function toChainNow(clock: ChainClock | undefined, nowMs: number): number {
  if (clock === undefined) return nowMs / 1_000;
  return clock.blockSec + Math.max(0, nowMs - clock.readAtMs) / 1_000;
}
