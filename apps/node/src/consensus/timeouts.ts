/** Milliseconds. Every timeout grows with the round, so that rounds get long enough for any delay that lasts. */
export type TimeoutOptions = {
  readonly proposeMs: number;
  readonly voteMs: number;
  /** Added per round, to each. */
  readonly deltaMs: number;
  /** Growth stops here: a network that healed after hours must not wait for hours. */
  readonly maxMs: number;
};

/**
 * Chosen so that a block of 2,000 validators, simulated final after 3.6 s with 30 % offline, fits in round 0, and a
 * two-second devnet block isn't held up for long by one dead proposer.
 */
export const DEFAULT_TIMEOUTS: TimeoutOptions = { proposeMs: 3_000, voteMs: 1_000, deltaMs: 500, maxMs: 60_000 };

/** Section 3 of arXiv:1807.04938: timeoutX(r) = initTimeoutX + r · timeoutDelta. */
function grow(initialMs: number, round: number, { deltaMs, maxMs }: TimeoutOptions): number {
  return Math.min(initialMs + round * deltaMs, maxMs);
}

/** timeoutPropose(round), milliseconds. */
export function proposeTimeoutMs(round: number, options: TimeoutOptions): number {
  return grow(options.proposeMs, round, options);
}

/** timeoutPrevote(round) and timeoutPrecommit(round), milliseconds. */
export function voteTimeoutMs(round: number, options: TimeoutOptions): number {
  return grow(options.voteMs, round, options);
}
