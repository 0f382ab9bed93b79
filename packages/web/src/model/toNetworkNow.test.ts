import { expect, test } from "vitest";
import { toNetworkNow } from "./toNetworkNow.ts";

const NOW_MS = 1_800_000_000_000;
const at = (time: number | null) => ({ sources: { l2: { time } } });

test("a clock behind the newest block isn't believed: the block's time goes on instead", () => {
  const hourAhead = NOW_MS / 1_000 + 3_600;
  expect(toNetworkNow(at(hourAhead), NOW_MS, NOW_MS)).toBe(hourAhead * 1_000);
  expect(toNetworkNow(at(hourAhead), NOW_MS, NOW_MS + 7_000)).toBe(hourAhead * 1_000 + 7_000);
});

test("one that isn't is: blocks that stop coming grow old", () => {
  const minuteOld = NOW_MS / 1_000 - 60;
  expect(toNetworkNow(at(minuteOld), NOW_MS, NOW_MS + 7_000)).toBe(NOW_MS + 7_000);
  expect(toNetworkNow(at(null), NOW_MS, NOW_MS)).toBe(NOW_MS);
  expect(toNetworkNow(undefined, 0, NOW_MS)).toBe(NOW_MS);
});
