import { expect, test } from "vitest";
import { CloseReaders } from "./closeReaders.ts";
import { RecentSteps } from "./recentSteps.ts";
import type { L2Log, L2Step } from "./types.ts";

const stepWith = (number: bigint, logs: number): L2Step => ({
  block: { number, hash: `0x${number}`, parentHash: "0x", timestamp: number },
  reads: [],
  logs: Array.from({ length: logs }, () => ({ blockNumber: number }) as L2Log),
});

/** Room for ten logs, four of them taken by each of two steps; timers go off when they are told to. */
function setUp() {
  const timers: (() => void)[] = [];
  let nowMs = 0;
  const clock = {
    now: () => nowMs,
    setTimeout: (callback: () => void) => timers.push(callback),
    clearTimeout: () => undefined,
  };
  const passTime = (ms: number): void => {
    nowMs += ms;
    for (const timer of timers.splice(0)) timer();
  };
  const recent = new RecentSteps(1n, 10);
  recent.add([stepWith(1n, 4), stepWith(2n, 4)]);
  const abort = new AbortController();
  return { readers: new CloseReaders(recent, clock), passTime, abort };
}

/** Whether it is over once nothing is left to do but wait. */
async function isOver(waiting: Promise<void>): Promise<boolean> {
  let over = false;
  void waiting.then(() => {
    over = true;
  });
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  return over;
}

test("what has room, or what never will, waits for nobody", async () => {
  const { readers, abort } = setUp();
  expect(await isOver(readers.untilRoom(9, abort.signal))).toBe(true);
  readers.took({}, 0n);
  expect(await isOver(readers.untilRoom(2, abort.signal))).toBe(true);
  expect(await isOver(readers.untilRoom(11, abort.signal))).toBe(true);
});

test("waits until every reader has taken what would be pushed out, or reads no more", async () => {
  const { readers, abort } = setUp();
  const [one, other] = [{}, {}];
  readers.took(one, 0n);
  readers.took(other, 1n);
  const waiting = readers.untilRoom(8, abort.signal);
  expect(await isOver(waiting)).toBe(false);
  readers.took(one, 2n);
  expect(await isOver(waiting)).toBe(false);
  readers.left(other);
  expect(await isOver(waiting)).toBe(true);
});

test("gives up a reader that takes longer than five seconds, until it is close again", async () => {
  const { readers, passTime, abort } = setUp();
  const reader = {};
  readers.took(reader, 0n);
  const waiting = readers.untilRoom(8, abort.signal);
  passTime(4_999);
  expect(await isOver(waiting)).toBe(false);
  passTime(1);
  expect(await isOver(waiting)).toBe(true);
  expect(await isOver(readers.untilRoom(8, abort.signal))).toBe(true);
  readers.took(reader, 1n);
  expect(await isOver(readers.untilRoom(8, abort.signal))).toBe(false);
});

test("closing ends the wait", async () => {
  const { readers, abort } = setUp();
  readers.took({}, 0n);
  const waiting = readers.untilRoom(8, abort.signal);
  abort.abort();
  expect(await isOver(waiting)).toBe(true);
});
