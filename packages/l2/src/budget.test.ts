import { VirtualClock } from "@session/testing";
import { expect, test } from "vitest";
import { CallBudget } from "./budget.ts";

test("lets the limit through at once and the next when a minute has passed since the first", async () => {
  const clock = new VirtualClock(0);
  const budget = new CallBudget(2, clock);
  const taken: number[] = [];
  const { signal } = new AbortController();
  for (let i = 0; i < 5; i++) void budget.take(signal).then(() => taken.push(clock.now()));
  await clock.advance(200_000);
  expect(taken).toEqual([0, 0, 60_000, 60_000, 120_000]);
});

test("an abort ends the wait, and a clock set back by a day does not make it a day long", async () => {
  const clock = new VirtualClock(10 ** 9);
  const controller = new AbortController();
  const budget = new CallBudget(1, clock);
  await budget.take(controller.signal);
  const waiting = budget.take(controller.signal);
  controller.abort();
  await waiting;
  expect(budget.lastMinute).toBe(1);

  let nowMs = 10 ** 9;
  const jumping = { now: () => nowMs, setTimeout: () => undefined, clearTimeout: () => {} };
  const other = new CallBudget(1, jumping);
  await other.take(new AbortController().signal);
  nowMs -= 86_400_000;
  await other.take(new AbortController().signal);
  expect(other.lastMinute).toBe(1);
});
