import type { VirtualClock } from "@session/testing";

/** Lets timer after timer fire until the condition holds; an error if no timer is left, or after `maxTimers` of them. */
export async function driveUntil(clock: VirtualClock, isDone: () => boolean, maxTimers = 5_000): Promise<void> {
  for (let fired = 0; !isDone(); fired++) {
    if (fired === maxTimers) throw new Error(`not done after ${maxTimers} timers`);
    if (!(await clock.advanceToNext()) && !isDone()) throw new Error("nothing left to wait for");
  }
}
