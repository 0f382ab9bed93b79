import { useState } from "react";

/** How many intervals may pass without a block before it is said that the chain stands still: one round may fail. */
const STILL_AFTER_INTERVALS = 5;

export type SeenHeight = {
  readonly height: string;
  /** When this page was first shown it, unix milliseconds of the reader's clock. */
  readonly sinceMs: number;
  /** False for the height the page began with: it may have been there for long. */
  readonly isWitnessed: boolean;
};

export type BlockAge = { readonly ageSec: number; readonly isStill: boolean };

/**
 * How old the newest block is. Of a block that came while the page was open the reader's own clock says it; of the one the
 * page began with, its time does, which says nothing where the two clocks differ: then it is at least as old as the page.
 *
 * @param timeSec - of the newest block; null before there is one
 * @param intervalSec - between blocks, from the API's params; undefined while it is unknown
 */
export function toBlockAge(
  { sinceMs, isWitnessed }: SeenHeight,
  timeSec: number | null,
  intervalSec: number | undefined,
  nowMs: number,
): BlockAge {
  const seenMs = nowMs - sinceMs;
  const ageMs = isWitnessed || timeSec === null ? seenMs : Math.max(seenMs, nowMs - timeSec * 1_000);
  const ageSec = Math.max(0, Math.floor(ageMs / 1_000));
  return { ageSec, isStill: intervalSec !== undefined && ageSec > STILL_AFTER_INTERVALS * intervalSec };
}

/** The newest height this page has been shown, and since when. */
export function useSeenHeight(height: string): SeenHeight {
  const [seen, setSeen] = useState<SeenHeight>(() => ({ height, sinceMs: Date.now(), isWitnessed: false }));
  if (seen.height === height) return seen;
  const next = { height, sinceMs: Date.now(), isWitnessed: true };
  setSeen(next);
  return next;
}
