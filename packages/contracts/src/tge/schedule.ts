import { LOCKUPS, type LockupName } from "./supply.ts";

const DAY_SEC = 86_400n;

/** When a vesting releases, unix seconds. Without `cliff` all of it at `end`. */
export type Schedule = { readonly cliff: bigint | undefined; readonly end: bigint };

/**
 * The same day and time so many calendar months later (UTC), or the month's last day where there is no such day.
 *
 * @param timeSec unix seconds
 */
export function addMonths(timeSec: bigint, months: number): bigint {
  const from = new Date(Number(timeSec) * 1_000);
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return BigInt(to.getTime() / 1_000);
}

/** Times of a lockup for a token generation at `tgeTime`, unix seconds. */
export function scheduleOf(name: LockupName, tgeTime: bigint): Schedule {
  const lockup = LOCKUPS[name];
  const cliff = addMonths(tgeTime, lockup.cliffMonths);
  if (lockup.kind === "linear") return { cliff, end: addMonths(tgeTime, lockup.cliffMonths + lockup.linearMonths) };
  return { cliff: undefined, end: cliff + BigInt(lockup.cliffDays) * DAY_SEC };
}
