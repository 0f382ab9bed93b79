/** Start of the hour of a time; unix seconds. */
export function hourOf(time: number): number {
  return time - (time % 3_600);
}

/** Day of a time, UTC: `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time * 1_000).toISOString().slice(0, 10);
}
