import { expect, test } from "vitest";
import { VirtualClock } from "./clock.ts";

test("fires timers at their own time, in order of due time and then of setting", async () => {
  const clock = new VirtualClock(1_000);
  const fired: [string, number][] = [];
  const note = (name: string) => () => fired.push([name, clock.now()]);
  clock.setTimeout(note("late"), 50);
  clock.setTimeout(note("first"), 10);
  clock.setTimeout(note("second"), 10);
  const dropped = clock.setTimeout(note("dropped"), 20);
  clock.clearTimeout(dropped);
  await clock.advance(49);
  expect(fired).toEqual([
    ["first", 1_010],
    ["second", 1_010],
  ]);
  expect(clock.now()).toBe(1_049);
  await clock.advance(1);
  expect(fired[2]).toEqual(["late", 1_050]);
  expect(clock.pending).toBe(0);
});

test("a timer set by a timer, also behind a promise, fires within the same advance", async () => {
  const clock = new VirtualClock(0);
  const fired: number[] = [];
  const again = async (): Promise<void> => {
    await Promise.resolve();
    fired.push(clock.now());
    if (fired.length < 4) clock.setTimeout(() => void again(), 5);
  };
  clock.setTimeout(() => void again(), 5);
  await clock.advance(100);
  expect(fired).toEqual([5, 10, 15, 20]);
  expect(await clock.advanceToNext()).toBe(false);
});
