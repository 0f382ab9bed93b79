import { expect, test } from "vitest";
import { toChainNow } from "./chainNow.ts";

test("a machine whose clock is a day off neither shortens nor lengthens a wait", () => {
  const clock = { blockSec: 1_000_000, readAtMs: 5_000 };
  expect(toChainNow(clock, 5_000)).toBe(1_000_000);
  expect(toChainNow(clock, 15_500)).toBe(1_000_010.5);
});

test("a clock that is set back meanwhile doesn't take time back", () => {
  expect(toChainNow({ blockSec: 1_000_000, readAtMs: 5_000 }, 1_000)).toBe(1_000_000);
});

test("before a block is known, the browser's own time is the best there is", () => {
  expect(toChainNow(undefined, 7_000)).toBe(7);
});
